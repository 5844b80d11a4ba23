package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

/**
 * Where {@link Rows} have been placed, as the ledger remembers it.
 *
 * @param version of the input when they were placed
 * @param home the window whose re-run places them again; their rows in target and quarantine bear its start
 * @param changed whether the input was seen with another version since, so that the home must be run again
 * @param by the window of the run that placed them, or brought them if they are deferred
 */
public record Entry(String version, Window home, How how, boolean changed, Window by) {
    /** In which way rows have been placed. */
    public enum How {
        /** In the window of their event time, or of their run where nothing tells one. */
        OWN,
        /** In the window of their event time, after it was published. */
        APPEND,
        /** In the window of the run that brought them, since their own was published before. */
        NEXT,
        /** In quarantine. */
        QUARANTINE,
        /** Nowhere yet: their home, the window of their event time, has to read the input. */
        DEFERRED,
        /** There were none: the input had no rows at all. Remembered so that it is not new to the next run. */
        EMPTY
    }

    public Entry {
        requireNonNull(version, "version");
        requireNonNull(home, "home");
        requireNonNull(how, "how");
        requireNonNull(by, "by");
    }

    boolean deferred() {
        return how == How.DEFERRED;
    }

    Entry markedChanged() {
        return new Entry(version, home, how, true, by);
    }
}
