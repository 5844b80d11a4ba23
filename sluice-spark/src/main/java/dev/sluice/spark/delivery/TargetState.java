package dev.sluice.spark.delivery;

import dev.sluice.api.sink.SinkState;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * The state of a target that is published now.
 *
 * @param equal this snapshot and those before it that have the same rows: compaction makes snapshots that change none
 */
record TargetState(String table, long snapshot, Set<Long> equal) {
    /** Empty if nothing was published yet. */
    static Optional<TargetState> of(Table table) {
        Snapshot current = table.currentSnapshot();
        if (current == null) {
            return Optional.empty();
        }
        Set<Long> equal = new LinkedHashSet<>();
        Snapshot state = current;
        while (state != null && equal.add(state.snapshotId())) {
            boolean same = DataOperations.REPLACE.equals(state.operation()) && state.parentId() != null;
            state = same ? table.snapshot(state.parentId()) : null;
        }
        return Optional.of(new TargetState(table.uuid().toString(), current.snapshotId(), Set.copyOf(equal)));
    }

    boolean isIn(SinkState delivered) {
        return delivered.table().equals(table) && equal.contains(delivered.snapshot());
    }
}
