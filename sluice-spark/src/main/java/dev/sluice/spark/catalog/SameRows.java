package dev.sluice.spark.catalog;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/** Tells which snapshots of a table have the same rows: compaction, and runs that bring none, make new ones. */
public final class SameRows {
    private static final Set<String> CHANGES = Set.of(
            SnapshotSummary.ADDED_FILES_PROP,
            SnapshotSummary.DELETED_FILES_PROP,
            SnapshotSummary.ADDED_DELETE_FILES_PROP,
            SnapshotSummary.REMOVED_DELETE_FILES_PROP);

    private SameRows() {}

    /** The ids of the current snapshot and of those before it since which no row has changed; some may have expired. */
    public static Set<Long> asNow(Table table) {
        Set<Long> same = new LinkedHashSet<>();
        Snapshot snapshot = table.currentSnapshot();
        while (snapshot != null) {
            same.add(snapshot.snapshotId());
            Long parent = snapshot.parentId();
            if (parent == null || !keepsRows(snapshot)) {
                break;
            }
            same.add(parent);
            snapshot = table.snapshot(parent);
        }
        return same;
    }

    private static boolean keepsRows(Snapshot snapshot) {
        return DataOperations.REPLACE.equals(snapshot.operation())
                || CHANGES.stream()
                        .map(change -> snapshot.summary().getOrDefault(change, "0"))
                        .allMatch("0"::equals);
    }
}
