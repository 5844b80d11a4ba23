package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PipelineSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs many windows, each by a run of its own: one that fails does not stop the others. Those that need an input which
 * another of them is just reading are run one by one, once all others have ended.
 */
final class WindowRuns {
    private final Engine engine;
    private final PipelineSpec spec;
    private final RunListener listener;

    WindowRuns(Engine engine, PipelineSpec spec, RunListener listener) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
    }

    /**
     * Runs them.
     *
     * @param parallel so many at once
     * @param ended is told of each run that has ended, one call at a time
     * @return in the order of the choices
     */
    List<WindowOutcome> run(List<WindowChoice> choices, int parallel, Consumer<WindowOutcome> ended) {
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            List<Future<WindowOutcome>> futures = new ArrayList<>();
            for (WindowChoice choice : choices) {
                futures.add(threads.submit(() -> {
                    WindowOutcome outcome = run(
                            new RunAttempts(engine, spec, RunOptions.window(choice), listener, Duration.ZERO), choice);
                    return isTaken(outcome) ? outcome : told(outcome, ended);
                }));
            }
            List<WindowOutcome> outcomes = new ArrayList<>();
            for (Future<WindowOutcome> future : futures) {
                outcomes.add(future.get());
            }
            long until = System.nanoTime() + RunAttempts.PATIENCE.toNanos();
            for (int i = 0; i < outcomes.size(); i++) {
                if (isTaken(outcomes.get(i))) {
                    WindowChoice choice = choices.get(i);
                    Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
                    RunAttempts attempts = new RunAttempts(engine, spec, RunOptions.window(choice), listener, left);
                    outcomes.set(
                            i,
                            threads.submit(() -> told(run(attempts, choice), ended))
                                    .get());
                }
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            // Only what is no exception of a run gets here.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static WindowOutcome told(WindowOutcome outcome, Consumer<WindowOutcome> ended) {
        synchronized (ended) {
            ended.accept(outcome);
        }
        return outcome;
    }

    /** Whether another run has what the window needs; it may be one of these. */
    private static boolean isTaken(WindowOutcome outcome) {
        return outcome.failure()
                .filter(failure -> failure.code() == ErrorCode.RUN_IN_PROGRESS)
                .isPresent();
    }

    private static WindowOutcome run(RunAttempts attempts, WindowChoice choice) {
        try {
            return new WindowOutcome(choice.window(), Optional.of(attempts.run()), Optional.empty());
        } catch (SluiceException e) {
            return new WindowOutcome(choice.window(), Optional.empty(), Optional.of(e));
        } catch (Throwable e) {
            // Spark throws checked exceptions of which no signature tells, and errors such as a stack that overflows;
            // they stop no other window either.
            return new WindowOutcome(
                    choice.window(),
                    Optional.empty(),
                    Optional.of(new SluiceException(
                            ErrorCode.INTERNAL_ERROR, "Cannot run window %s: %s".formatted(choice.window(), e), e)));
        }
    }
}
