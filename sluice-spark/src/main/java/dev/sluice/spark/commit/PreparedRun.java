package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
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
 * @param measures what was measured of the batch, by name: for the ledger, not in the commit file
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
        Map<String, Double> measures,
        Optional<TableFiles> fixes) {
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
        measures = Map.copyOf(measures);
        requireNonNull(fixes, "fixes");
    }

    /** A run that may be published at once, of which nothing was measured. */
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
                Map.of(),
                Optional.empty());
    }

    /** The same run, which must not be published before somebody accepts it. */
    public PreparedRun heldBecause(String why) {
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
                Optional.of(why),
                history,
                measures,
                fixes);
    }

    /** The same run, which decides about rows of the quarantine. */
    public PreparedRun withHistory(TableFiles decisions) {
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
                held,
                Optional.of(decisions),
                measures,
                fixes);
    }

    /** The same run with what was measured of its batch. */
    public PreparedRun withMeasures(Map<String, Double> measured) {
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
                held,
                history,
                measured,
                fixes);
    }

    /** The same run, which has mended rows of its target. */
    public PreparedRun withFixes(Optional<TableFiles> audit) {
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
                held,
                history,
                measures,
                audit);
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
