package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Span;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.run.WindowChoice;
import dev.sluice.spark.run.WindowOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the windows of a span of time. */
@Command(
        name = "backfill",
        headerHeading = "Examples:%n  sluice backfill orders --from 2026-01-01 --to 2026-04-01 --parallel 2%n"
                + "  sluice backfill orders --from 2026-01-01 --to 2026-04-01 --stale%n%n",
        header = "Run the windows of a span of time that are not published, each by a run of its own.",
        sortOptions = false)
final class BackfillCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline.")
    String pipeline = "";

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "The start of the first window.")
    String from = "";

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "Where the last window ends.")
    String to = "";

    @Option(names = "--parallel", paramLabel = "N", description = "So many runs at once; 1 unless set.")
    int parallel = 1;

    @Option(
            names = "--stale",
            description =
                    "Published windows too whose rows a run would make otherwise now: the pipeline, or an input, has"
                            + " changed, or rows came late.")
    boolean stale;

    @Option(names = "--failed-only", description = "Only windows whose last run failed.")
    boolean failedOnly;

    @Option(names = "--rerun", description = "All windows, published ones too: their rows are replaced.")
    boolean rerun;

    @Mixin
    MasterOption spark = new MasterOption();

    BackfillCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (parallel < 1) {
            throw new SluiceException(ErrorCode.INVALID_ARGUMENT, "Cannot run %d windows at once".formatted(parallel));
        }
        Project project = invocation.project();
        PipelineSpec spec = project.pipeline(pipeline);
        Grid grid = WindowsCommand.windows(spec).schedule().grid();
        Instant begin = TimeText.time(from, grid.zone());
        Instant end = TimeText.time(to, grid.zone());
        if (!begin.isBefore(end)) {
            throw new SluiceException(
                    ErrorCode.WINDOW_REVERSED,
                    "Cannot backfill from '%s' to '%s': that ends before it begins".formatted(from, to));
        }
        try (OpenProject open = OpenProject.open(invocation, project, "backfill", spark.master)) {
            open.sluice().recover(pipeline).forEach(invocation::note);
            open.sluice().lookAhead(pipeline, new Span(Optional.of(grid.containing(begin)), Optional.of(end)));
            List<Line> lines = lines(open, grid, begin, end);
            List<WindowChoice> choices =
                    lines.stream().flatMap(line -> choice(line).stream()).toList();
            WindowProgress progress = new WindowProgress(invocation, grid, choices.size(), parallel);
            progress.begin(lines);
            List<WindowOutcome> outcomes = open.sluice()
                    .runAndSettle(
                            spec,
                            choices,
                            parallel,
                            open.progress(),
                            progress::ended,
                            outcome -> WindowProgress.settled(invocation, grid, outcome));
            int status = new WindowPrinter(invocation, grid).print(outcomes);
            return ExitStatus.worst(status, new DeliveryPrinter(invocation).catchUp(open, pipeline, outcomes));
        }
    }

    /** Whether files have changed is asked only where it matters: each is looked at. */
    private List<Line> lines(OpenProject open, Grid grid, Instant begin, Instant end) {
        return stale
                ? open.sluice().windowsByFiles(pipeline, begin, end)
                : open
                        .sluice()
                        .windows(pipeline, new Span(Optional.of(grid.containing(begin)), Optional.of(end)))
                        .stream()
                        .filter(line -> !line.window().start().isBefore(begin)
                                && !line.window().end().isAfter(end))
                        .toList();
    }

    private Optional<WindowChoice> choice(Line line) {
        boolean wanted = switch (line.status()) {
            case FAILED -> true;
            case MISSING -> !failedOnly;
            case STALE_INPUTS, STALE_RULES -> !failedOnly && (stale || rerun);
            case PUBLISHED -> !failedOnly && rerun;
            case RUNNING, HELD, OFF_GRID, OVERLAPS, WAITING -> false;
        };
        boolean open = line.status() == Status.FAILED || line.status() == Status.MISSING;
        return wanted
                ? Optional.of(new WindowChoice(
                        line.window(), Optional.empty(), open ? WindowWish.MISSING : WindowWish.REPLACE))
                : Optional.empty();
    }
}
