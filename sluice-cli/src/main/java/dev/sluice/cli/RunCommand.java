package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Span;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.SettledRun;
import dev.sluice.spark.run.WindowChoice;
import dev.sluice.spark.run.WindowOutcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lands a batch. */
@Command(
        name = "run",
        headerHeading = "Examples:%n  sluice run orders --set inbox=/data/inbox%n"
                + "  sluice run --select '+revenue' --parallel 2%n%n",
        header = "Run a pipeline once: land the good rows, keep the bad ones.",
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "The pipeline to run.")
    String pipeline = "";

    @Option(
            names = "--select",
            paramLabel = "SELECTION",
            description =
                    "Run several: '+a' is a and all that it reads from, 'a+' a and all that reads from it; '2+a' goes"
                            + " two steps, '*' matches. A comma means both, a blank or another --select either.")
    List<String> select = new ArrayList<>();

    @Option(names = "--parallel", paramLabel = "N", description = "With --select, so many runs at once; 1 unless set.")
    int parallel = 1;

    @Option(
            names = "--batch-id",
            paramLabel = "ID",
            description = "The batch's identity; else the matching files that have not landed yet.")
    @Nullable
    String batchId;

    @Option(
            names = "--tag",
            paramLabel = "NAME=VALUE",
            description = "What rules may ask of the batch, with batch_tags()['NAME']. May be given more than once.")
    Map<String, String> tags = new LinkedHashMap<>();

    @Option(
            names = "--window",
            paramLabel = "WINDOW",
            description = "The window to run: START/END, or its START alone, such as 2026-03-28.")
    @Nullable
    String window;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description =
                    "The trigger for which to run: its window is the one that is due then. Never the time of the clock.")
    @Nullable
    String at;

    @Option(names = "--due", description = "Run all windows that are due and not published, one after another.")
    boolean due;

    @Option(names = "--rerun", description = "Run a window that is published too: its rows are replaced.")
    boolean rerun;

    @Mixin
    MasterOption spark = new MasterOption();

    RunCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (pipeline.isEmpty() && select.isEmpty()) {
            throw new SluiceException(
                    Problem.of(ErrorCode.INVALID_USAGE, "Cannot run: name a PIPELINE, or several with --select")
                            .withHint("see 'sluice run --help'"));
        }
        Project project = invocation.project();
        if (!select.isEmpty()) {
            return selected(project);
        }
        // Spark takes seconds to start; what is wrong with the pipeline is known before.
        PipelineSpec spec = project.pipeline(pipeline);
        if (spec.window().isPresent()) {
            return windows(project, spec);
        }
        if (window != null || at != null || due || rerun) {
            throw new SluiceException(
                    ErrorCode.NO_WINDOWS, "Cannot run a window: pipeline %s has no 'window:'".formatted(spec.name()));
        }
        RunResult result;
        try (OpenProject open = OpenProject.open(invocation, project, "run", spark.master)) {
            result = open.sluice().run(pipeline, new RunOptions(Optional.ofNullable(batchId), tags), open.progress());
        }
        new RunPrinter(invocation).print(result, spec.target().table().toString(), spec.packs());
        return ExitStatus.of(result);
    }

    private int selected(Project project) {
        if (!pipeline.isEmpty() || batchId != null || due) {
            throw new SluiceException(
                    ErrorCode.INVALID_USAGE, "Cannot take --select together with a pipeline, --batch-id or --due");
        }
        if (parallel < 1) {
            throw new SluiceException(
                    ErrorCode.INVALID_ARGUMENT, "Cannot run %d pipelines at once".formatted(parallel));
        }
        SelectedRuns runs = SelectedRuns.of(project, select).in(window, at, rerun, tags);
        DagPrinter printer = new DagPrinter(invocation, runs);
        try (OpenProject open = OpenProject.open(invocation, project, "run", spark.master)) {
            return printer.print(open.sluice()
                    .run(
                            runs.dag(),
                            runs.names(),
                            name -> runs.options().getOrDefault(name, RunOptions.DEFAULT),
                            parallel,
                            open.progress(),
                            printer::ended));
        }
    }

    private int windows(Project project, PipelineSpec spec) {
        Schedule schedule = WindowsCommand.windows(spec).schedule();
        if (batchId != null) {
            throw new SluiceException(
                    ErrorCode.INVALID_USAGE, "Cannot take --batch-id: the batch of a window is the window");
        }
        if (due && (rerun || window != null || at != null || !tags.isEmpty())) {
            throw new SluiceException(
                    ErrorCode.INVALID_USAGE, "Cannot take --due together with --window, --at, --rerun or --tag");
        }
        if (due) {
            return due(project, spec, schedule);
        }
        WindowChoice choice = choice(spec, schedule);
        SettledRun run;
        try (OpenProject open = OpenProject.open(invocation, project, "run", spark.master)) {
            run = open.sluice()
                    .runAndSettle(
                            spec,
                            new RunOptions(Optional.empty(), tags, Optional.of(choice)),
                            open.progress(),
                            outcome -> WindowProgress.settled(invocation, schedule.grid(), outcome));
        }
        new RunPrinter(invocation)
                .print(
                        run.result(),
                        spec.target().table().toString(),
                        spec.packs(),
                        schedule.grid(),
                        choice.window(),
                        run.settled());
        return ExitStatus.worst(ExitStatus.of(run.result()), WindowPrinter.worst(run.settled()));
    }

    private WindowChoice choice(PipelineSpec spec, Schedule schedule) {
        WindowWish wish = rerun ? WindowWish.REPLACE : WindowWish.MISSING;
        String named = window;
        String trigger = at;
        if (named != null && trigger == null) {
            return new WindowChoice(TimeText.window(named, schedule.grid()), Optional.empty(), wish);
        }
        if (named == null && trigger != null) {
            Instant time = TimeText.time(trigger, schedule.grid().zone());
            return new WindowChoice(schedule.at(time, Clock.systemUTC().instant()), Optional.of(time), wish);
        }
        throw new SluiceException(Problem.of(
                        ErrorCode.WINDOW_NOT_NAMED,
                        named == null
                                ? "Cannot run pipeline %s: it has windows, and none is named".formatted(spec.name())
                                : "Cannot run pipeline %s: --window and --at name a window each".formatted(spec.name()))
                .withHint("name one with --window or --at, or run all that are due with --due"));
    }

    private int due(Project project, PipelineSpec spec, Schedule schedule) {
        try (OpenProject open = OpenProject.open(invocation, project, "run", spark.master)) {
            open.sluice().recover(pipeline).forEach(invocation::note);
            open.sluice().lookAhead(pipeline, Span.ALL);
            List<Line> lines = open.sluice().windows(pipeline, Optional.empty());
            List<WindowChoice> choices = lines.stream()
                    .filter(line -> line.status() == Status.MISSING || line.status() == Status.FAILED)
                    .map(line -> new WindowChoice(
                            line.window(), Optional.of(schedule.trigger(line.window())), WindowWish.MISSING))
                    .toList();
            WindowProgress progress = new WindowProgress(invocation, schedule.grid(), choices.size(), 1);
            progress.begin(lines);
            List<WindowOutcome> outcomes = open.sluice()
                    .runAndSettle(
                            spec,
                            choices,
                            1,
                            open.progress(),
                            progress::ended,
                            outcome -> WindowProgress.settled(invocation, schedule.grid(), outcome));
            int status = new WindowPrinter(invocation, schedule.grid()).print(outcomes);
            return ExitStatus.worst(status, new DeliveryPrinter(invocation).catchUp(open, pipeline, outcomes));
        }
    }
}
