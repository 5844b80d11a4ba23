package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.spec.TableName;
import java.util.List;

/**
 * A deployment that is live.
 *
 * @param pipeline as its file calls it
 * @param live the deployment
 * @param before the one that was live; the same if nothing was to be done
 * @param table the live target
 * @param rows in it
 * @param rowsBefore in the one that was live
 * @param notes for people
 */
public record Promoted(
        String pipeline, String live, String before, TableName table, long rows, long rowsBefore, List<String> notes) {
    public Promoted {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(live, "live");
        requireNonNull(before, "before");
        requireNonNull(table, "table");
        notes = List.copyOf(notes);
    }

    /** Whether the call has changed anything. */
    public boolean changed() {
        return !live.equals(before);
    }
}
