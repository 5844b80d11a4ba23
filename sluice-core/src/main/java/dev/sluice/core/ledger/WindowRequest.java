package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A wish to run a window.
 *
 * @param runId the id that the run will have
 * @param window on the pipeline's grid
 * @param trigger for which the run was started; empty if the window itself was named
 * @param named whether the source's patterns refer to the window, so that all files that match are the window's own;
 *     otherwise they are any window's, and those count that no run has read yet
 * @param files all that match the source's patterns now, in any order; none for {@link WindowWish#LATE}
 * @param others those of {@link WindowLedger#inputs}, as they are now
 * @param target table name as text
 * @param quarantine table name as text
 * @param fingerprint of the resolved pipeline
 */
public record WindowRequest(
        String pipeline,
        String runId,
        Window window,
        Optional<Instant> trigger,
        WindowWish wish,
        boolean named,
        List<SourceFile> files,
        List<SourceFile> others,
        String target,
        String quarantine,
        String fingerprint,
        Owner owner) {
    public WindowRequest {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(runId, "runId");
        requireNonNull(window, "window");
        requireNonNull(trigger, "trigger");
        requireNonNull(wish, "wish");
        files = List.copyOf(files);
        others = List.copyOf(others);
        requireNonNull(target, "target");
        requireNonNull(quarantine, "quarantine");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(owner, "owner");
    }
}
