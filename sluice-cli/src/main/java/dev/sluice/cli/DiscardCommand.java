package dev.sluice.cli;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Throws a run away that was written and not yet published. */
@Command(
        name = "discard",
        headerHeading = "Examples:%n  sluice discard 20260314-091530-123-k3f9q --reason 'half a file'%n"
                + "  sluice discard RUN --reason 'sent again' -e prod%n%n",
        header = "Throw away a run that is held, so that its files can be loaded again.",
        sortOptions = false)
final class DiscardCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "RUN", description = "The run's id, as 'sluice runs --state held' shows it.")
    String run = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; the ledger keeps it.")
    String reason = "";

    @Mixin
    MasterOption spark = new MasterOption();

    DiscardCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        RunRecord discarded;
        try (OpenProject open = OpenProject.open(invocation, project, "discard", spark.master)) {
            discarded = open.sluice().discard(run, "%s (%s)".formatted(reason, invocation.who()));
        }
        new DecisionPrinter(invocation).print(discarded);
        return discarded.state() == RunState.DISCARDED ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
