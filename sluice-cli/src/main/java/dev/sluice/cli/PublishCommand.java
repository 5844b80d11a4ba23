package dev.sluice.cli;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.DeliveryResult;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lands a run that was written and not yet published. */
@Command(
        name = "publish",
        headerHeading =
                "Examples:%n  sluice publish 20260314-091530-123-k3f9q --accept%n  sluice publish RUN --accept -e prod%n%n",
        header = "Publish a run that is held, exactly as it was judged.",
        sortOptions = false)
final class PublishCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "RUN", description = "The run's id, as 'sluice runs --state held' shows it.")
    String run = "";

    @Option(
            names = "--accept",
            description = "Land the good rows although the run exceeds its budget, or failed a check or an audit.")
    boolean accept;

    @Mixin
    MasterOption spark = new MasterOption();

    PublishCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        RunRecord published;
        List<DeliveryResult> deliveries;
        DeliveryPrinter printer = new DeliveryPrinter(invocation);
        try (OpenProject open = OpenProject.open(invocation, project, "publish", spark.master)) {
            published = accept
                    ? open.sluice().accept(run, invocation.who())
                    : open.sluice().publish(run);
            deliveries = printer.deliver(open, published.pipeline());
        }
        new DecisionPrinter(invocation).print(published);
        printer.notes(deliveries);
        return ExitStatus.worst(ExitStatus.of(published.state()), printer.failures(deliveries));
    }
}
