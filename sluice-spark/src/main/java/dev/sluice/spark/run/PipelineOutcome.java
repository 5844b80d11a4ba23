package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.SluiceException;
import dev.sluice.core.dag.ParentStop;
import dev.sluice.core.run.RunResult;
import java.util.Optional;

/**
 * What became of one of many pipelines. Exactly one of the three is there.
 *
 * @param result how its run ended
 * @param failure why its run failed, or could not be begun
 * @param stopped why it was not run
 */
public record PipelineOutcome(
        String pipeline, Optional<RunResult> result, Optional<SluiceException> failure, Optional<ParentStop> stopped) {
    public PipelineOutcome {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(result, "result");
        requireNonNull(failure, "failure");
        requireNonNull(stopped, "stopped");
    }

    static PipelineOutcome of(RunResult result) {
        return new PipelineOutcome(result.pipeline(), Optional.of(result), Optional.empty(), Optional.empty());
    }

    static PipelineOutcome failed(String pipeline, SluiceException failure) {
        return new PipelineOutcome(pipeline, Optional.empty(), Optional.of(failure), Optional.empty());
    }

    static PipelineOutcome stopped(String pipeline, ParentStop why) {
        return new PipelineOutcome(pipeline, Optional.empty(), Optional.empty(), Optional.of(why));
    }
}
