package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;

/**
 * Runs a pipeline. A run that was to replace a window which somebody else has changed meanwhile can never land, and would
 * lose rows if it could; so it starts over: the next one throws it away, reads what the window consists of now, and
 * replaces that.
 */
record RunAttempts(Engine engine, PipelineSpec pipeline, RunOptions options, RunListener listener) {
    /** Who is disturbed as often as that shall learn of it. */
    static final int MOST = 3;

    RunResult run() {
        for (int attempt = 1; ; attempt++) {
            try {
                return new PipelineRun(engine, pipeline, options, listener).run();
            } catch (SluiceException e) {
                if (e.code() != ErrorCode.WINDOW_CHANGED || options.window().isEmpty() || attempt == MOST) {
                    throw e;
                }
                listener.step("start over", e.problems().get(0).message());
            }
        }
    }
}
