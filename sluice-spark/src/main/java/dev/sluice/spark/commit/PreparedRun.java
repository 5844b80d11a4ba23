package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.drift.SeenColumn;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.spark.catalog.TwoTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that it takes to publish a run, and the content of its commit file.
 *
 * @param fingerprint of the pipeline that made it
 * @param inputFingerprint of the files that were read
 * @param createdMillis when the job had ended, epoch milliseconds
 * @param properties more entries for the summaries of its snapshots; empty for none
 * @param held why it must not be published before somebody accepts it; empty if it may
 * @param history what the run decides about rows of the quarantine; empty where it reads files
 * @param fixes what was mended in its good rows; empty where the pipeline mends nothing
 * @param batch for the ledger, not in the commit file
 * @param replaced which rows of the target its good ones take the place of; empty where they are added
 */
public record PreparedRun(
        String runId,
        String batchId,
        String pipeline,
        String fingerprint,
        String inputFingerprint,
        long createdMillis,
        RowCounts rows,
        List<ReasonCount> reasons,
        TableFiles target,
        TableFiles quarantine,
        Map<String, String> properties,
        Optional<String> held,
        Optional<TableFiles> history,
        Optional<TableFiles> fixes,
        BatchFacts batch,
        Optional<Replaced> replaced) {
    /**
     * What later batches are held against.
     *
     * @param measures what was measured, by name
     * @param columns that the files had; empty where they tell none
     * @param window what became of the window's inputs; empty for a run without a window
     * @param audits how the run stood to its audits, in their order
     */
    public record BatchFacts(
            Map<String, Double> measures,
            List<SeenColumn> columns,
            Optional<WindowFacts> window,
            List<AuditResult> audits) {
        static final BatchFacts NONE = new BatchFacts(Map.of(), List.of(), Optional.empty(), List.of());

        public BatchFacts {
            measures = Map.copyOf(measures);
            columns = List.copyOf(columns);
            requireNonNull(window, "window");
            audits = List.copyOf(audits);
        }
    }

    /**
     * What a run of a window has found.
     *
     * @param changes of what the ledger knows of its inputs
     * @param lateRows rows that were late, by delay
     */
    public record WindowFacts(EntryChanges changes, Map<Delay, Long> lateRows) {
        public WindowFacts {
            requireNonNull(changes, "changes");
            lateRows = Map.copyOf(lateRows);
        }
    }

    public PreparedRun {
        requireNonNull(runId, "runId");
        requireNonNull(batchId, "batchId");
        requireNonNull(pipeline, "pipeline");
        requireNonNull(rows, "rows");
        reasons = List.copyOf(reasons);
        requireNonNull(target, "target");
        requireNonNull(quarantine, "quarantine");
        properties = Map.copyOf(properties);
        requireNonNull(held, "held");
        requireNonNull(history, "history");
        requireNonNull(fixes, "fixes");
        requireNonNull(batch, "batch");
        requireNonNull(replaced, "replaced");
    }

    /** A run that may be published at once. */
    public PreparedRun(
            String runId,
            String batchId,
            String pipeline,
            String fingerprint,
            String inputFingerprint,
            long createdMillis,
            RowCounts rows,
            List<ReasonCount> reasons,
            TableFiles target,
            TableFiles quarantine,
            Map<String, String> properties) {
        this(
                runId,
                batchId,
                pipeline,
                fingerprint,
                inputFingerprint,
                createdMillis,
                rows,
                reasons,
                target,
                quarantine,
                properties,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BatchFacts.NONE,
                Optional.empty());
    }

    /** A run that writes no rows: it decides about some, or removes them. */
    public static PreparedRun withoutRows(
            PipelineSpec spec,
            TwoTables tables,
            String runId,
            String batchId,
            long createdMillis,
            Map<String, String> properties) {
        return new PreparedRun(
                runId,
                batchId,
                spec.name(),
                spec.fingerprint(),
                batchId,
                createdMillis,
                RowCounts.NONE,
                List.of(),
                new TableFiles(spec.target().table(), tables.target().uuid(), List.of()),
                new TableFiles(spec.target().quarantine(), tables.quarantine().uuid(), List.of()),
                properties);
    }

    /** The same run, which must not be published before somebody accepts it. */
    public PreparedRun heldBecause(String why) {
        return copy(Optional.of(why), history, fixes, batch, replaced);
    }

    /** The same run, which decides about rows of the quarantine. */
    public PreparedRun withHistory(TableFiles decisions) {
        return copy(held, Optional.of(decisions), fixes, batch, replaced);
    }

    /** The same run, which has mended rows of its target. */
    public PreparedRun withFixes(Optional<TableFiles> audit) {
        return copy(held, history, audit, batch, replaced);
    }

    /** The same run with what was learned of its batch. */
    public PreparedRun withBatch(BatchFacts facts) {
        return copy(held, history, fixes, facts, replaced);
    }

    /** The same run, whose good rows take the place of others. */
    public PreparedRun replacing(Replaced rowsOfTarget) {
        return copy(held, history, fixes, batch, Optional.of(rowsOfTarget));
    }

    private PreparedRun copy(
            Optional<String> newHeld,
            Optional<TableFiles> newHistory,
            Optional<TableFiles> newFixes,
            BatchFacts newBatch,
            Optional<Replaced> newReplaced) {
        return new PreparedRun(
                runId,
                batchId,
                pipeline,
                fingerprint,
                inputFingerprint,
                createdMillis,
                rows,
                reasons,
                target,
                quarantine,
                properties,
                newHeld,
                newHistory,
                newFixes,
                newBatch,
                newReplaced);
    }

    /** The files that are committed with the good rows, theirs first; while the run is held, no table has them. */
    List<TableFiles> pending() {
        List<TableFiles> pending = new ArrayList<>(List.of(target));
        fixes.ifPresent(pending::add);
        return pending;
    }

    /** The files of all its tables, the target's first. */
    List<TableFiles> tables() {
        List<TableFiles> tables = new ArrayList<>(List.of(target, quarantine));
        history.ifPresent(tables::add);
        fixes.ifPresent(tables::add);
        return tables;
    }
}
