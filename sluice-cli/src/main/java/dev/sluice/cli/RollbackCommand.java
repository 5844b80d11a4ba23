package dev.sluice.cli;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.DeliveryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a published run back. */
@Command(
        name = "rollback",
        headerHeading = "Examples:%n  sluice rollback 20260314-091530-123-k3f9q%n"
                + "  sluice rollback RUN --also LATER_RUN -e prod%n%n",
        header = "Take a published run back, as if it had never been.",
        sortOptions = false)
final class RollbackCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "RUN", description = "The run's id, as 'sluice runs --state published' shows it.")
    String run = "";

    @Option(
            names = "--also",
            paramLabel = "RUN",
            description = "A later run of the same table that is taken back with it. Repeatable.")
    List<String> also = new ArrayList<>();

    @Mixin
    MasterOption spark = new MasterOption();

    RollbackCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        List<RunRecord> taken;
        List<DeliveryResult> deliveries;
        DeliveryPrinter printer = new DeliveryPrinter(invocation);
        try (OpenProject open = OpenProject.open(invocation, project, "rollback", spark.master)) {
            taken = open.sluice().rollback(run, also, invocation.who());
            deliveries = printer.deliver(open, taken.get(0).pipeline());
        }
        new DecisionPrinter(invocation).print(taken);
        printer.notes(deliveries);
        return printer.failures(deliveries);
    }
}
