package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowInput;
import dev.sluice.core.ledger.WindowOverview;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Span;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowRefusal;
import dev.sluice.core.ledger.WindowState;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.run.ChangedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the windows of a pipeline, each with what became of it, or why nothing did. */
@Command(
        name = "windows",
        headerHeading =
                "Examples:%n  sluice windows orders%n  sluice windows orders --from 2026-03-01 --to 2026-04-01%n%n",
        header = "List a pipeline's windows: published, held, failed, missing and why.",
        sortOptions = false)
final class WindowsCommand implements Callable<Integer> {
    private static final int SHORT_HASH = 8;
    private static final Instant EVER = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("window"),
            ResultColumn.text("status"),
            ResultColumn.text("due"),
            ResultColumn.text("run"),
            ResultColumn.number("landed"),
            ResultColumn.number("quarantined"),
            ResultColumn.number("late"),
            ResultColumn.text("version"),
            ResultColumn.text("note"));

    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline.")
    String pipeline = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Only windows that start then or later.")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only windows that start before it.")
    @Nullable
    String to;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, the last ones; 100 unless set.")
    int limit = 100;

    WindowsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new SluiceException(ErrorCode.INVALID_ARGUMENT, "Cannot show %d windows".formatted(limit));
        }
        Project project = invocation.project();
        PipelineSpec spec = project.pipeline(pipeline);
        WindowSpec windows = windows(spec);
        Grid grid = windows.schedule().grid();
        Optional<Instant> progress = RunsCommand.ledger(
                        project, ledger -> ledger.windows().progress(spec.name()))
                .flatMap(seen -> seen);
        String begin = from;
        String end = to;
        Optional<Instant> first = Optional.ofNullable(begin).map(text -> TimeText.time(text, grid.zone()));
        Optional<Instant> behind = Optional.ofNullable(end).map(text -> TimeText.time(text, grid.zone()));
        List<WindowState> states = RunsCommand.ledger(project, ledger -> {
                    ledger.promotions().requireBeside(PipelineName.parse(spec.name()));
                    return compared(
                            project,
                            ledger.windows().states(spec.name()),
                            ledger.windows().read(spec.name(), first.orElse(EVER), behind.orElse(NEVER)));
                })
                .orElse(List.of());
        List<WindowRefusal> refusals = RunsCommand.ledger(
                        project, ledger -> ledger.windows().refusals(spec.name()))
                .orElse(List.of());
        List<Line> all = WindowOverview.of(
                windows.schedule(),
                new Span(first.map(grid::containing).or(windows::starts), behind),
                Clock.systemUTC().instant(),
                states,
                spec.fingerprint(),
                window -> windows.awaited(window, progress, WindowsCommand::isThere));
        List<Line> lines = WindowOverview.explained(all, refusals).stream()
                .filter(line ->
                        first.map(time -> !line.window().start().isBefore(time)).orElse(true))
                .filter(line ->
                        behind.map(time -> line.window().start().isBefore(time)).orElse(true))
                .toList();
        List<Line> last = lines.subList(Math.max(0, lines.size() - limit), lines.size());
        new ResultPrinter(invocation).print(COLUMNS, last, line -> row(line, windows.schedule()));
        invocation.note(summary(lines, last.size()));
        return ExitStatus.OK;
    }

    /** The states, with files on local disks compared; what keeps from that keeps nobody from seeing the rest. */
    private List<WindowState> compared(Project project, List<WindowState> states, List<WindowInput> inputs) {
        try {
            return ChangedFiles.onDisk(project.spec()).mark(states, inputs);
        } catch (SluiceException e) {
            invocation.note("warning: whether files have changed cannot be told: "
                    + VisibleText.of(e.problems().get(0).message()));
            return states;
        }
    }

    /** Of markers in object stores this command, which has no Spark, cannot tell; a run does. */
    private static boolean isThere(String marker) {
        return !marker.startsWith("/") || Files.exists(Path.of(marker));
    }

    /** @throws SluiceException if the pipeline has none */
    static WindowSpec windows(PipelineSpec spec) {
        return spec.window()
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.NO_WINDOWS,
                        "Cannot find windows: pipeline %s has no 'window:'".formatted(spec.name())));
    }

    private static String summary(List<Line> lines, int shown) {
        List<String> parts = new ArrayList<>();
        for (Status status : Status.values()) {
            long count = lines.stream().filter(line -> line.status() == status).count();
            if (count > 0) {
                parts.add("%,d %s".formatted(count, word(status)));
            }
        }
        String total =
                "%,d window%s: %s".formatted(lines.size(), lines.size() == 1 ? "" : "s", String.join(", ", parts));
        return shown < lines.size() ? total + "; the last %,d are shown".formatted(shown) : total;
    }

    /** As users see it. */
    static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<@Nullable Object> row(Line line, Schedule schedule) {
        Optional<RunRecord> run =
                line.state().flatMap(state -> state.published().or(state::last));
        List<@Nullable Object> row = new ArrayList<>();
        row.add(schedule.grid().text(line.window()));
        row.add(word(line.status()));
        row.add(schedule.grid().text(schedule.trigger(line.window())));
        row.add(run.map(RunRecord::runId).orElse(null));
        row.add(run.map(found -> found.rows().landed()).orElse(null));
        row.add(run.map(found -> found.rows().quarantined()).orElse(null));
        row.add(line.state()
                .map(state -> state.lateRows().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .orElse(null));
        row.add(run.map(found -> found.fingerprint().substring(0, SHORT_HASH)).orElse(null));
        row.add(line.why().isEmpty() ? null : line.why());
        return row;
    }
}
