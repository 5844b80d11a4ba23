package dev.sluice.spark.delivery;

import dev.sluice.api.sink.SinkState;
import dev.sluice.spark.catalog.SameRows;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The state of a target that is published now.
 *
 * @param equal the ids of snapshots that have these rows: see {@link SameRows}
 */
record TargetState(String table, long snapshot, Set<Long> equal) {
    /** Empty if nothing was published yet. */
    static Optional<TargetState> of(Table table) {
        Snapshot current = table.currentSnapshot();
        if (current == null) {
            return Optional.empty();
        }
        return Optional.of(
                new TargetState(table.uuid().toString(), current.snapshotId(), Set.copyOf(SameRows.asNow(table))));
    }

    boolean isIn(SinkState delivered) {
        return delivered.table().equals(table) && equal.contains(delivered.snapshot());
    }
}
