package dev.sluice.cli;

import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.Project;
import dev.sluice.spark.quarantine.RowEvent;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows bad rows with all their reasons. */
@Command(
        name = "show",
        headerHeading = "Examples:%n  sluice quarantine show orders%n"
                + "  sluice quarantine show orders --rule 'required(price)' --limit 50 --offset 50%n%n",
        header = "Show quarantined rows with all their reasons, or what happened to one.",
        sortOptions = false)
final class QuarantineShowCommand implements Callable<Integer> {
    private static final List<ResultColumn> EVENTS = List.of(
            ResultColumn.text("event"),
            ResultColumn.number("attempt"),
            ResultColumn.text("run"),
            ResultColumn.text("at"),
            ResultColumn.text("who"),
            ResultColumn.text("detail"));

    private final Invocation invocation;

    @Mixin
    RowFilterOptions rows = new RowFilterOptions();

    @Option(names = "--all", description = "Also rows that have landed since, or were discarded.")
    boolean all;

    @Option(
            names = "--history",
            paramLabel = "ID",
            description = "All that happened to the row with this quarantine id.")
    @Nullable
    String history;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many rows; 20 unless set, 0 for all.")
    int limit = 20;

    @Option(names = "--offset", paramLabel = "N", description = "Pass over so many rows first.")
    int offset;

    @Mixin
    MasterOption spark = new MasterOption();

    QuarantineShowCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        rows.check(project);
        try (OpenProject open = OpenProject.open(invocation, project, "quarantine", spark.master)) {
            List<String> pipelines = rows.pipelines(project, open.sluice());
            if (history != null) {
                return history(open, pipelines, history);
            }
            QuarantinePrinter printer = new QuarantinePrinter(invocation, open);
            printer.print(
                    pipelines.stream()
                            .map(name -> all
                                    ? open.sluice().everQuarantined(name, rows.filter())
                                    : open.sluice().quarantine(name, rows.filter()))
                            .reduce((a, b) -> a.unionByName(b))
                            .orElseThrow(),
                    Math.max(0, limit),
                    Math.max(0, offset));
        }
        return ExitStatus.OK;
    }

    private int history(OpenProject open, List<String> pipelines, String id) {
        List<RowEvent> events = new ArrayList<>();
        pipelines.forEach(name -> events.addAll(open.sluice().history(name, id)));
        open.progress().pause();
        new ResultPrinter(invocation).print(EVENTS, events, QuarantineShowCommand::row);
        if (events.isEmpty()) {
            invocation.note("No quarantine knows row %s.".formatted(id));
            return ExitStatus.NOTHING_SELECTED;
        }
        return ExitStatus.OK;
    }

    private static List<@Nullable Object> row(RowEvent event) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(event.event());
        row.add(event.attempt());
        row.add(event.run());
        row.add(event.at().truncatedTo(ChronoUnit.SECONDS));
        row.add(event.who().orElse(null));
        row.add(event.detail().orElse(null));
        return row;
    }
}
