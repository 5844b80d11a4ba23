package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.PipelineVersion;
import dev.sluice.core.window.WindowRun;
import dev.sluice.spark.source.FileLister;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A run as it is to be carried out once more: the same trigger and window, or the same files as the same batch, and the same
 * tags. The time of the run is a new one.
 *
 * @param pipeline that is run; without a window it reads the files of that run only
 */
public record Repetition(PipelineSpec pipeline, RunOptions options) {
    /**
     * @param environment of the project that is open
     * @param pipelines gives the pipeline of a name, made by a version
     * @throws SluiceException {@code NOT_REPEATABLE} in a state that asks for another command
     */
    static Repetition of(
            Ledger ledger,
            Optional<String> environment,
            RunRecord run,
            BiFunction<String, PipelineVersion, PipelineSpec> pipelines) {
        refuseOpen(run);
        List<String> files = ledger.files(run.runId()).stream()
                .map(SourceFile::path)
                .map(FileLister::literally)
                .toList();
        if (files.isEmpty() && run.window().isEmpty()) {
            throw refused(run, "it was about rows of the quarantine: replay those that are left");
        }
        Optional<String> then = ledger.environment(run.runId());
        if (!then.equals(environment)) {
            throw refused(
                    run,
                    then.map(name -> "it was one of the environment '%1$s': add -e %1$s".formatted(name))
                            .orElse("it had no environment: leave out -e"));
        }
        PipelineVersion version =
                ledger.version(run.fingerprint()).orElseGet(() -> PipelineVersion.of(run.fingerprint()));
        PipelineSpec pipeline = pipelines.apply(run.pipeline(), version);
        Map<String, String> tags = ledger.tags(run.runId());
        if (run.window().isPresent()) {
            WindowChoice choice = new WindowChoice(
                    run.window().get().window(),
                    run.triggerAt(),
                    wish(run, run.window().get()));
            return new Repetition(pipeline, new RunOptions(Optional.empty(), tags, Optional.of(choice)));
        }
        if (pipeline.source().tables().isPresent()) {
            // Its batch is what the tables hold; an older state would be published over a newer one.
            return new Repetition(pipeline, new RunOptions(Optional.empty(), tags));
        }
        return new Repetition(
                pipeline.withSource(pipeline.source().reading(files)),
                new RunOptions(Optional.of(run.batchId()), tags, Optional.empty()));
    }

    /** A first run that failed asks for nothing more than that its window is published, by whomever. */
    private static WindowWish wish(RunRecord run, WindowRun window) {
        return switch (window.kind()) {
            case FIRST -> run.state() == RunState.PUBLISHED ? WindowWish.REPLACE : WindowWish.MISSING;
            case RERUN -> WindowWish.REPLACE;
            case LATE -> WindowWish.LATE;
        };
    }

    private static void refuseOpen(RunRecord run) {
        if (run.state() == RunState.HELD) {
            throw refused(run, "it is held: publish or discard it");
        } else if (run.state() == RunState.RUNNING || run.state() == RunState.PREPARED) {
            throw refused(run, "it goes on, on %s".formatted(run.owner().host()));
        }
    }

    private static SluiceException refused(RunRecord run, String why) {
        return new SluiceException(ErrorCode.NOT_REPEATABLE, "Cannot repeat run %s: %s".formatted(run.runId(), why));
    }
}
