package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/**
 * Runs a pipeline. A run that was to replace a window which somebody else has changed meanwhile can never land, and would
 * lose rows if it could; so it starts over: the next one throws it away, reads what the window consists of now, and
 * replaces that.
 *
 * @param patience how long to wait for runs of other windows that read inputs of this one, such as those of a backfill
 */
record RunAttempts(Engine engine, PipelineSpec pipeline, RunOptions options, RunListener listener, Duration patience) {
    /** Who is disturbed as often as that shall learn of it. */
    static final int MOST = 3;

    /** As long as a large window may take to be read. */
    static final Duration PATIENCE = Duration.ofHours(1);

    /** What the other run may have left behind if its process dies is looked for as often. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private static final long POLL_MILLIS = 250;

    /** Waits for runs of other windows. */
    RunAttempts(Engine engine, PipelineSpec pipeline, RunOptions options, RunListener listener) {
        this(engine, pipeline, options, listener, PATIENCE);
    }

    RunResult run() {
        long until = System.nanoTime() + patience.toNanos();
        for (int attempt = 1; ; ) {
            try {
                return new PipelineRun(engine, pipeline, options, listener).run();
            } catch (InputsTaken e) {
                if (System.nanoTime() >= until) {
                    throw e;
                }
                listener.step("wait", "run %s reads files of this window".formatted(e.by()));
                await(e.by());
            } catch (SluiceException e) {
                if (e.code() != ErrorCode.WINDOW_CHANGED || options.window().isEmpty() || attempt++ == MOST) {
                    throw e;
                }
                listener.step("start over", e.problems().get(0).message());
            }
        }
    }

    /** Until the run has ended, but not for long. */
    private void await(String runId) {
        long until = System.nanoTime() + LOOK.toNanos();
        try {
            while (System.nanoTime() < until
                    && engine.ledger()
                            .run(runId)
                            .map(RunRecord::state)
                            .filter(state -> state == RunState.RUNNING || state == RunState.PREPARED)
                            .isPresent()) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
