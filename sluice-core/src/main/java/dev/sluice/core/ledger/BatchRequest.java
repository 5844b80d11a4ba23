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
 * @param content what makes the batch
 */
public record BatchRequest(
        String pipeline,
        String runId,
        @Nullable String batchId,
        List<SourceFile> files,
        String target,
        String quarantine,
        String fingerprint,
        Owner owner,
        Content content) {
    /** What makes a batch. */
    public enum Content {
        /** Those of the inputs that have not landed: each lands once. */
        FRESH,
        /** All inputs as they are. It has landed if the pipeline's last published run read them so. */
        STATE,
        /** As {@link #STATE}; to a pipeline that was changed since, the same inputs are another batch. */
        STATE_BY_RULES
    }

    /** A wish to land files that have not landed. */
    public BatchRequest(
            String pipeline,
            String runId,
            @Nullable String batchId,
            List<SourceFile> files,
            String target,
            String quarantine,
            String fingerprint,
            Owner owner) {
        this(pipeline, runId, batchId, files, target, quarantine, fingerprint, owner, Content.FRESH);
    }

    public BatchRequest {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(runId, "runId");
        files = List.copyOf(files);
        requireNonNull(owner, "owner");
        requireNonNull(content, "content");
    }
}
