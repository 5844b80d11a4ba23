package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.batch.TableState;
import dev.sluice.core.dag.PipelineDag;
import dev.sluice.core.ledger.BatchPreview;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowOverview;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.spark.run.PlannedPipeline.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What running pipelines together would do with each now; reads no rows. */
final class DagPlan {
    private final Engine engine;
    private final PipelineDag dag;
    private final Map<String, PlannedPipeline> planned = new LinkedHashMap<>();

    DagPlan(Engine engine, PipelineDag dag) {
        this.engine = engine;
        this.dag = dag;
    }

    /** @param names each after its parents */
    List<PlannedPipeline> of(List<String> names) {
        for (String name : names) {
            List<PlannedPipeline> parents = dag.parents(name).stream()
                    .flatMap(parent -> Optional.ofNullable(planned.get(parent)).stream())
                    .toList();
            planned.put(name, plan(dag.pipeline(name), parents));
        }
        return List.copyOf(planned.values());
    }

    private record Found(Step step, String why) {}

    private PlannedPipeline plan(PipelineSpec spec, List<PlannedPipeline> parents) {
        Found found = found(spec, parents);
        return new PlannedPipeline(
                spec.name(),
                parents.stream().map(PlannedPipeline::pipeline).toList(),
                parents.stream().mapToInt(parent -> parent.depth() + 1).max().orElse(0),
                spec.source().describe(),
                spec.target().table().toString(),
                found.step(),
                found.why());
    }

    private Found found(PipelineSpec spec, List<PlannedPipeline> parents) {
        for (PlannedPipeline parent : parents) {
            if (parent.step() == Step.NOT_RUN) {
                String why = parent.why().startsWith("parent ")
                        ? parent.why()
                        : "parent %s %s".formatted(parent.pipeline(), parent.why());
                return new Found(Step.NOT_RUN, why);
            }
        }
        if (spec.window().isPresent()) {
            return windows(spec, spec.window().get());
        }
        List<String> before = parents.stream()
                .filter(parent -> parent.step() == Step.RUN)
                .map(PlannedPipeline::pipeline)
                .toList();
        try {
            BatchPreview preview = preview(spec);
            if (preview.takenBy().isPresent()) {
                RunRecord by = preview.takenBy().get();
                return new Found(
                        Step.NOT_RUN,
                        by.state() == RunState.HELD
                                ? DagRuns.held(Optional.of(by.runId()))
                                : "has a run that goes on (run %s)".formatted(by.runId()));
            }
            if (!before.isEmpty()) {
                return new Found(Step.RUN, "after " + String.join(", ", before));
            }
            return preview.files().isEmpty()
                    ? new Found(Step.NOTHING_TO_DO, "all that it reads has landed")
                    : new Found(Step.RUN, whyRun(spec, preview.files()));
        } catch (SluiceException e) {
            if (!before.isEmpty() && notMadeYet(e.code())) {
                return new Found(Step.RUN, "after " + String.join(", ", before));
            }
            return e.code() == ErrorCode.NOTHING_SELECTED
                    ? new Found(Step.NOTHING_TO_DO, e.problems().get(0).message())
                    : new Found(
                            Step.NOT_RUN, "would fail: " + e.problems().get(0).message());
        }
    }

    private static boolean notMadeYet(ErrorCode code) {
        return code == ErrorCode.TABLE_NOT_FOUND || code == ErrorCode.NOTHING_SELECTED;
    }

    private BatchPreview preview(PipelineSpec spec) {
        List<SourceFile> inputs = engine.inputs().of(spec, Optional.empty());
        if (inputs.isEmpty()) {
            throw PipelineRun.nothingMatches(spec);
        }
        return engine.ledger()
                .preview(new BatchRequest(
                        spec.name(),
                        "preview",
                        null,
                        inputs,
                        spec.target().table().toString(),
                        spec.target().quarantine().toString(),
                        spec.fingerprint(),
                        Owner.current(),
                        PipelineRun.content(spec)));
    }

    private String whyRun(PipelineSpec spec, List<SourceFile> inputs) {
        if (spec.source().tables().isEmpty()) {
            return inputs.size() == 1 ? "1 file has not landed" : inputs.size() + " files have not landed";
        }
        // Runs that were about rows of the quarantine have read no table.
        Optional<List<SourceFile>> last = engine
                .ledger()
                .runs(new RunFilter(Optional.of(spec.name()), Set.of(RunState.PUBLISHED), Integer.MAX_VALUE))
                .stream()
                .map(run -> engine.ledger().files(run.runId()))
                .filter(files -> !files.isEmpty())
                .findFirst();
        if (last.isEmpty()) {
            return "it has not run yet";
        }
        Set<SourceFile> before = Set.copyOf(last.get());
        List<String> changed = inputs.stream()
                .filter(input -> !before.contains(input))
                .map(TableState::table)
                .toList();
        return changed.isEmpty() ? "the pipeline has changed" : "new state of " + String.join(", ", changed);
    }

    private Found windows(PipelineSpec spec, WindowSpec windows) {
        List<WindowOverview.Line> lines = WindowOverview.of(
                windows.schedule(),
                windows.starts(),
                engine.clock().instant(),
                engine.ledger().windows().states(spec.name()),
                spec.fingerprint());
        List<String> missing = new ArrayList<>();
        lines.stream()
                .filter(line -> line.status() == Status.MISSING || line.status() == Status.FAILED)
                .forEach(line -> missing.add(windows.schedule().grid().text(line.window())));
        return missing.isEmpty()
                ? new Found(Step.NOTHING_TO_DO, "no window is due and missing")
                : new Found(
                        Step.RUN,
                        "with --window or --at: %d windows are due and missing, the first %s"
                                .formatted(missing.size(), missing.get(0)));
    }

    /** The held run of a pipeline that began last. */
    static Optional<String> heldRun(Engine engine, String pipeline) {
        return last(engine, pipeline, RunState.HELD).map(RunRecord::runId);
    }

    private static Optional<RunRecord> last(Engine engine, String pipeline, RunState state) {
        return engine.ledger().runs(new RunFilter(Optional.of(pipeline), Set.of(state), 1)).stream()
                .findFirst();
    }
}
