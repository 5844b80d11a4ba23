package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.PipelineVersion;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.source.FileLister;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as it is to be carried out once more: the same trigger and window, or the same files as the same batch, and the same
 * tags.
 *
 * @param pipeline as it was then, or as it is today; without a window it reads the files of that run only
 */
record Repetition(PipelineSpec pipeline, RunOptions options) {
    /**
     * @param current whether today's configuration, plug-ins and packs are meant rather than those of the run
     * @throws SluiceException {@code NOT_REPEATABLE} in a state that asks for another command, {@code VERSION_NOT_KEPT} and
     *     {@code VERSION_CHANGED} where it cannot be as it was
     */
    static Repetition of(Ledger ledger, Project project, RunRecord run, boolean current) {
        check(run);
        PipelineSpec pipeline = current
                ? project.pipeline(run.pipeline())
                : project.asKept(
                        run.pipeline(),
                        ledger.version(run.fingerprint()).orElseGet(() -> PipelineVersion.of(run.fingerprint())));
        Map<String, String> tags = ledger.tags(run.runId());
        if (run.window().isPresent()) {
            // What has become of the window since is nobody's failure that would have to be made good.
            WindowWish wish = run.state() == RunState.PUBLISHED ? WindowWish.REPLACE : WindowWish.MISSING;
            WindowChoice choice = new WindowChoice(run.window().get().window(), run.triggerAt(), wish);
            return new Repetition(pipeline, new RunOptions(Optional.empty(), tags, Optional.of(choice)));
        }
        List<String> files = ledger.files(run.runId()).stream()
                .map(SourceFile::path)
                .map(FileLister::literally)
                .toList();
        if (files.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.NOT_REPEATABLE,
                    "Cannot repeat run %s: it was about rows of the quarantine; replay those that are left"
                            .formatted(run.runId()));
        }
        return new Repetition(
                pipeline.withSource(pipeline.source().reading(files)),
                new RunOptions(Optional.of(run.batchId()), tags, Optional.empty()));
    }

    private static void check(RunRecord run) {
        String instead = switch (run.state()) {
            case HELD -> "it is held: publish or discard it";
            case RUNNING, PREPARED -> "it goes on, on %s".formatted(run.owner().host());
            default -> "";
        };
        if (!instead.isEmpty()) {
            throw new SluiceException(
                    ErrorCode.NOT_REPEATABLE, "Cannot repeat run %s: %s".formatted(run.runId(), instead));
        }
    }
}
