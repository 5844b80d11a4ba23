package dev.sluice.spark.sink;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/** Counts what rules below error severity say of rows, good and bad alike. One instance for each task. */
public interface RowNotices {
    /** Takes note of one row: what the one pass put into {@link ClassifiedRows#NOTICES}. Keeps no part of it. */
    void add(InternalRow notice);

    /** What was noted so far. */
    NoticeTally tally();

    /** Travels to the executors. */
    interface Factory extends Serializable {
        /** Rows that nothing is said of. */
        Factory NONE = () -> new RowNotices() {
            @Override
            public void add(InternalRow notice) {
                throw new IllegalStateException("Cannot note a row: no rule does");
            }

            @Override
            public NoticeTally tally() {
                return NoticeTally.NONE;
            }
        };

        RowNotices create();
    }
}
