package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.dag.ParentStop;
import dev.sluice.core.dag.PipelineDag;
import dev.sluice.core.run.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs pipelines in the order in which they read one another, each by a run of its own: one that has no good state stops
 * those that read from it, and no others.
 */
final class DagRuns {
    private static final String POOL = "spark.scheduler.pool";

    private final Engine engine;
    private final PipelineDag dag;
    private final Function<String, RunOptions> options;
    private final RunListener listener;
    private final Map<String, PipelineOutcome> ended = new HashMap<>();

    DagRuns(Engine engine, PipelineDag dag, Function<String, RunOptions> options, RunListener listener) {
        this.engine = engine;
        this.dag = dag;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Runs them.
     *
     * @param names each after its parents
     * @param parallel so many at once
     * @param told is told of each that has ended, in the caller's thread
     * @return in the order of the names
     */
    List<PipelineOutcome> run(List<String> names, int parallel, Consumer<PipelineOutcome> told) {
        Set<String> waiting = new LinkedHashSet<>(names);
        BlockingQueue<PipelineOutcome> arrived = new LinkedBlockingQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(parallel);
        try {
            int running = 0;
            while (!waiting.isEmpty() || running > 0) {
                for (String name : ready(waiting, names)) {
                    waiting.remove(name);
                    running++;
                    Optional<ParentStop> stop = stop(name, names);
                    if (stop.isPresent()) {
                        arrived.add(PipelineOutcome.stopped(name, stop.get()));
                    } else {
                        threads.execute(() -> arrived.add(run(name)));
                    }
                }
                PipelineOutcome outcome = arrived.take();
                running--;
                ended.put(outcome.pipeline(), outcome);
                told.accept(outcome);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            threads.shutdownNow();
        }
        List<PipelineOutcome> outcomes = new ArrayList<>();
        names.forEach(name -> Optional.ofNullable(ended.get(name)).ifPresent(outcomes::add));
        return outcomes;
    }

    private List<String> ready(Set<String> waiting, List<String> names) {
        return waiting.stream()
                .filter(name ->
                        dag.parents(name).stream().filter(names::contains).allMatch(ended::containsKey))
                .toList();
    }

    private Optional<ParentStop> stop(String name, List<String> names) {
        return dag.parents(name).stream()
                .filter(names::contains)
                .flatMap(parent -> stop(Optional.ofNullable(ended.get(parent)).orElseThrow()).stream())
                .findFirst();
    }

    /** Why those that read from a pipeline are not run. One that found nothing to read has the state of its last run. */
    private Optional<ParentStop> stop(PipelineOutcome parent) {
        if (parent.stopped().isPresent()) {
            return parent.stopped();
        }
        if (parent.failure().isPresent()) {
            ErrorCode code = parent.failure().get().code();
            if (code == ErrorCode.NOTHING_SELECTED) {
                return Optional.empty();
            }
            return Optional.of(new ParentStop(
                    parent.pipeline(),
                    code == ErrorCode.RUN_HELD ? held(DagPlan.heldRun(engine, parent.pipeline())) : "has failed"));
        }
        return parent.result()
                .filter(result -> result.state() == RunState.HELD)
                .map(result -> new ParentStop(parent.pipeline(), held(Optional.of(result.runId()))));
    }

    static String held(Optional<String> runId) {
        return "is held" + runId.map(id -> " (run " + id + ")").orElse("");
    }

    /** The first run that did not bring late rows and changed inputs where they belong; children would not see them. */
    private static Optional<PipelineOutcome> stuck(String name, List<WindowOutcome> settled) {
        for (WindowOutcome outcome : settled) {
            Optional<PipelineOutcome> stuck = outcome.failure()
                    .map(failure -> PipelineOutcome.failed(name, failure))
                    .or(() -> outcome.result()
                            .filter(result -> result.state() == RunState.HELD)
                            .map(PipelineOutcome::of));
            if (stuck.isPresent()) {
                return stuck;
            }
        }
        return Optional.empty();
    }

    private PipelineOutcome run(String name) {
        engine.spark().sparkContext().setLocalProperty(POOL, name);
        try {
            SettledRun run =
                    new SettledRuns(engine, dag.pipeline(name), listener).run(options.apply(name), settled -> {});
            return stuck(name, run.settled()).orElseGet(() -> PipelineOutcome.of(run.result()));
        } catch (SluiceException e) {
            return PipelineOutcome.failed(name, e);
        } catch (Throwable e) {
            // Spark throws checked exceptions of which no signature tells; whatever it is, the others must not wait for
            // it.
            return PipelineOutcome.failed(
                    name,
                    new SluiceException(ErrorCode.INTERNAL_ERROR, "Cannot run pipeline %s: %s".formatted(name, e), e));
        } finally {
            engine.spark().sparkContext().setLocalProperty(POOL, null);
        }
    }
}
