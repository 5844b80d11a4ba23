package dev.sluice.cli;

import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.spark.run.Promoted;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a deployment of a pipeline the live one. */
@Command(
        name = "promote",
        headerHeading = "Examples:%n  sluice promote orders --name v2%n  sluice promote orders --name main -e prod%n%n",
        header = "Make a deployment that runs beside the live one the live one; without --name, list them.",
        sortOptions = false)
final class PromoteCommand implements Callable<Integer> {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("pipeline"),
            ResultColumn.text("live"),
            ResultColumn.text("before"),
            ResultColumn.text("table"),
            ResultColumn.number("rows"),
            ResultColumn.number("rows before"));
    private static final List<ResultColumn> LIST = List.of(
            ResultColumn.text("deployment"),
            ResultColumn.text("state"),
            ResultColumn.text("table"),
            ResultColumn.text("last run"),
            ResultColumn.text("published"));

    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline.")
    String pipeline = "";

    @Mixin
    MasterOption spark = new MasterOption();

    PromoteCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.liveProject();
        PipelineName named = PipelineName.parse(pipeline).or(Optional.ofNullable(invocation.options().deployment));
        // What is wrong with name or pipeline is known before Spark starts.
        String own = project.pipeline(named.pipeline()).name();
        if (named.deployment().isEmpty()) {
            return list(project, own);
        }
        Promoted promoted;
        List<DeliveryResult> deliveries;
        DeliveryPrinter printer = new DeliveryPrinter(invocation);
        try (OpenProject open = OpenProject.open(invocation, project, "promote", spark.master)) {
            promoted = open.sluice().promote(own, named.deployment().get(), invocation.who());
            deliveries = printer.deliver(open, own);
        }
        promoted.notes().forEach(note -> invocation.note("note: " + VisibleText.of(note)));
        if (invocation.options().output == OutputFormat.table) {
            invocation.console().out().println(VisibleText.of(said(promoted)));
            invocation.console().out().flush();
        } else {
            new ResultPrinter(invocation).print(COLUMNS, List.of(promoted), PromoteCommand::row);
        }
        printer.notes(deliveries);
        return printer.failures(deliveries);
    }

    private String said(Promoted promoted) {
        return promoted.changed()
                ? "%1$s: %2$s is live: %3$s has %4$,d rows, where %5$s had %6$,d. To go back: sluice promote %1$s --name %5$s%7$s"
                        .formatted(
                                promoted.pipeline(),
                                promoted.live(),
                                promoted.table(),
                                promoted.rows(),
                                promoted.before(),
                                promoted.rowsBefore(),
                                invocation.place())
                : "%s: %s is live already: %s has %,d rows."
                        .formatted(promoted.pipeline(), promoted.live(), promoted.table(), promoted.rows());
    }

    private static List<@Nullable Object> row(Promoted promoted) {
        return List.of(
                promoted.pipeline(),
                promoted.live(),
                promoted.before(),
                promoted.table().toString(),
                promoted.rows(),
                promoted.rowsBefore());
    }

    private int list(Project project, String own) {
        List<List<@Nullable Object>> rows = RunsCommand.ledger(project, ledger -> {
                    List<List<@Nullable Object>> found = new ArrayList<>();
                    found.add(row(ledger, own, ledger.promotions().live(own), "live"));
                    ledger.promotions()
                            .beside(own)
                            .forEach(name -> found.add(
                                    row(ledger, new PipelineName(own, Optional.of(name)).toString(), name, "beside")));
                    return found;
                })
                .orElse(List.of());
        new ResultPrinter(invocation).print(LIST, rows, row -> row);
        return ExitStatus.OK;
    }

    private static List<@Nullable Object> row(Ledger ledger, String pipeline, String name, String state) {
        List<@Nullable Object> row = new ArrayList<>(List.of(name, state));
        Optional<RunRecord> last =
                ledger.runs(new RunFilter(Optional.of(pipeline), Set.of(RunState.PUBLISHED), 1)).stream()
                        .findFirst();
        row.add(last.map(RunRecord::target).orElse(null));
        row.add(last.map(RunRecord::runId).orElse(null));
        row.add(last.flatMap(RunRecord::endedAt)
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                .orElse(null));
        return row;
    }
}
