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
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Span;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowState;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.window.Grid;
import dev.sluice.spark.run.PlannedPipeline.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
            return windows(spec, spec.window().get().schedule().grid());
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

    /** By the last window that is due, which is the one that a scheduler names. */
    private Found windows(PipelineSpec spec, Grid grid) {
        WindowStanding lines = new WindowStanding(engine, spec);
        Line last = lines.last();
        String window = grid.text(last.window());
        Optional<String> run = last.state().flatMap(WindowState::last).map(RunRecord::runId);
        return switch (last.status()) {
            case HELD -> new Found(Step.NOT_RUN, DagRuns.held(run));
            case RUNNING -> new Found(Step.NOT_RUN, "has a run that goes on (run %s)".formatted(run.orElse("")));
            case WAITING -> new Found(Step.NOT_RUN, "has an incomplete window, %s: %s".formatted(window, last.why()));
            case OVERLAPS -> new Found(Step.NOT_RUN, "cannot run window %s: %s".formatted(window, last.why()));
            case MISSING, FAILED, PUBLISHED, STALE_RULES, STALE_INPUTS, OFF_GRID -> due(lines.in(Span.ALL), last, grid);
        };
    }

    private static Found due(List<Line> lines, Line last, Grid grid) {
        List<Line> known = lines.isEmpty() ? List.of(last) : lines;
        List<Line> missing = with(known, Status.MISSING, Status.FAILED);
        StringBuilder others = new StringBuilder();
        for (Status status : List.of(Status.HELD, Status.RUNNING, Status.WAITING)) {
            int count = with(known, status).size();
            if (count > 0) {
                others.append("; %d %s".formatted(count, status.name().toLowerCase(Locale.ROOT)));
            }
        }
        return missing.isEmpty()
                ? new Found(Step.NOTHING_TO_DO, "no window is due and missing" + others)
                : new Found(
                        Step.RUN,
                        "with --window or --at: %d window%s due and missing, the first %s%s"
                                .formatted(
                                        missing.size(),
                                        missing.size() == 1 ? " is" : "s are",
                                        grid.text(missing.get(0).window()),
                                        others));
    }

    private static List<Line> with(List<Line> lines, Status... any) {
        return lines.stream()
                .filter(line -> List.of(any).contains(line.status()))
                .toList();
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
