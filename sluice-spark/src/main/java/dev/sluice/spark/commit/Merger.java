package dev.sluice.spark.commit;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Works out what a table becomes by a run's changes. Safe for use by many threads. */
@FunctionalInterface
public interface Merger {
    /** For who publishes no merges. */
    Merger NONE = (table, run, how) -> {
        throw new IllegalStateException("Cannot merge run %s: nothing here can".formatted(run.runId()));
    };

    /**
     * Writes the files that take the place of those that the changes concern. Commits nothing.
     *
     * @param table as it was refreshed last
     */
    Rewritten merge(Table table, PreparedRun run, MergedRows how);

    /** Ends what {@link #merge} does for a run, in whatever thread; it throws then. */
    default void cancel(String runId) {}

    /**
     * A table's files before and after.
     *
     * @param base the snapshot that was looked at; empty if the table had none
     * @param told entries for the snapshot's summary
     */
    record Rewritten(OptionalLong base, List<DataFile> removed, List<DataFile> added, Map<String, String> told) {
        public Rewritten {
            removed = List.copyOf(removed);
            added = List.copyOf(added);
            told = Map.copyOf(told);
        }
    }
}
