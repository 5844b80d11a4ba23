package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.batch.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish to land the files that match now.
 *
 * @param runId the id that the run will have
 * @param batchId the identity given by the caller; null for the files that have not landed yet
 * @param files all that match, in any order
 * @param target table name as text
 * @param quarantine table name as text
 * @param fingerprint of the resolved pipeline
 */
public record BatchRequest(
        String pipeline,
        String runId,
        @Nullable String batchId,
        List<SourceFile> files,
        String target,
        String quarantine,
        String fingerprint,
        Owner owner) {
    public BatchRequest {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(runId, "runId");
        files = List.copyOf(files);
        requireNonNull(owner, "owner");
    }
}
