package dev.sluice.spark.commit;

import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Looks for published runs whose commit is no longer in their table's history. For one thread. */
public final class AncestryCheck {
    private final ProjectCatalog catalog;
    private final Map<String, Optional<History>> histories = new HashMap<>();

    public AncestryCheck(ProjectCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Those of the runs that their target does not hold. A run that may merely be older than the snapshots that the table
     * keeps is given the benefit of the doubt.
     */
    public List<RunRecord> lost(List<RunRecord> published) {
        return published.stream().filter(this::isLost).toList();
    }

    private boolean isLost(RunRecord run) {
        if (run.snapshot().isEmpty()) {
            return false;
        }
        return histories
                .computeIfAbsent(run.target(), this::history)
                .map(history -> !history.holds(run.snapshot().getAsLong(), run.runId()))
                .orElse(true);
    }

    private Optional<History> history(String table) {
        int dot = table.indexOf('.');
        TableName name = dot < 0
                ? new TableName(TableName.DEFAULT_NAMESPACE, table)
                : new TableName(table.substring(0, dot), table.substring(dot + 1));
        return catalog.find(name).map(History::of);
    }

    /**
     * @param known snapshots that the table still lists, in the ancestry or beside it
     * @param complete whether the ancestry reaches back to the table's first snapshot
     */
    private record History(Set<Long> ancestors, Set<String> runs, Set<Long> known, boolean complete) {
        static History of(Table table) {
            Set<Long> known = new HashSet<>();
            table.snapshots().forEach(snapshot -> known.add(snapshot.snapshotId()));
            Set<Long> ancestors = new HashSet<>();
            Set<String> runs = new HashSet<>();
            Snapshot snapshot = table.currentSnapshot();
            Long parent = null;
            while (snapshot != null) {
                ancestors.add(snapshot.snapshotId());
                Optional.ofNullable(snapshot.summary().get(Summary.RUN_ID)).ifPresent(runs::add);
                parent = snapshot.parentId();
                snapshot = parent == null ? null : table.snapshot(parent);
            }
            return new History(ancestors, runs, known, parent == null);
        }

        boolean holds(long snapshot, String run) {
            return ancestors.contains(snapshot) || runs.contains(run) || (!complete && !known.contains(snapshot));
        }
    }
}
