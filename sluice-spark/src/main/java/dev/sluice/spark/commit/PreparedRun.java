package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
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
        Optional<String> held) {
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
                Optional.empty());
    }
}
