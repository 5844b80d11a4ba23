package dev.sluice.spark.merge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a row by a merge. */
enum Kind {
    KEPT(true, true, null),
    UPDATED(true, true, "sluice.rows-updated"),
    INSERTED(false, true, "sluice.rows-inserted"),
    DELETED(true, false, "sluice.rows-deleted"),
    /** A row that is newer than its change. */
    NEWER(true, true, "sluice.rows-passed-by"),
    /** A change that is no newer than the versions that are known. */
    OUTDATED(false, false, "sluice.rows-passed-by"),
    /** A change that deletes a row that is not there. */
    NOTHING(false, false, null);

    private final boolean before;
    private final boolean after;
    private final @Nullable String summary;

    Kind(boolean before, boolean after, @Nullable String summary) {
        this.before = before;
        this.after = after;
        this.summary = summary;
    }

    /** Whether the table had it. */
    boolean before() {
        return before;
    }

    /** Whether the table has it then. */
    boolean after() {
        return after;
    }

    /** The key under which a snapshot tells how many there were. */
    Optional<String> summary() {
        return Optional.ofNullable(summary);
    }
}
