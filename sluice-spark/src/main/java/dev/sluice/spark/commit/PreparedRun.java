package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import java.util.List;
import java.util.Map;

/**
 * All that it takes to publish a run, and the content of its commit file.
 *
 * @param fingerprint of the pipeline that made it
 * @param inputFingerprint of the files that were read
 * @param createdMillis when the job had ended, epoch milliseconds
 * @param properties more entries for the summaries of its snapshots; empty for none
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
        Map<String, Double> measures) {
    /** A run as its commit file has it. */
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
                Map.of());
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
        measures = Map.copyOf(measures);
    }
}
