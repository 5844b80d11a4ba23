package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.run.Repetition;
import dev.sluice.spark.run.SettledRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries a run out once more. */
@Command(
        name = "retry",
        headerHeading = "Examples:%n  sluice retry 20260314-091530-123-k3f9q%n"
                + "  sluice retry 20260314-091530-123-k3f9q --with-current%n%n",
        header = "Repeat a run: its trigger, window or files, with the configuration, rules and plug-ins that it had.",
        sortOptions = false)
final class RetryCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "RUN", description = "The run's id, as 'sluice runs' shows it.")
    String run = "";

    @Option(
            names = "--with-current",
            description = "With today's configuration, rules and plug-ins rather than those of the run.")
    boolean current;

    @Mixin
    MasterOption spark = new MasterOption();

    RetryCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        RunRecord before = RunsCommand.ledger(project, ledger -> ledger.run(run))
                .flatMap(found -> found)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.RUN_NOT_FOUND, "Cannot find run %s in the ledger".formatted(run)));
        Repetition repetition;
        SettledRun made;
        try (OpenProject open = OpenProject.open(invocation, project, "retry", spark.master)) {
            open.sluice().recover(before.pipeline()).forEach(invocation::note);
            repetition = current
                    ? open.sluice().repetitionWithCurrent(run)
                    : open.sluice().repetition(run);
            PipelineSpec again = repetition.pipeline();
            made = open.sluice()
                    .runAndSettle(
                            again,
                            repetition.options(),
                            open.progress(),
                            outcome -> WindowProgress.settled(
                                    invocation,
                                    WindowsCommand.windows(again).schedule().grid(),
                                    outcome));
        }
        RunResult result = made.result();
        PipelineSpec pipeline = repetition.pipeline();
        RunPrinter printer = new RunPrinter(invocation);
        String target = pipeline.target().table().toString();
        if (repetition.options().window().isEmpty()) {
            printer.print(result, target, pipeline.packs());
            return ExitStatus.of(result);
        }
        printer.print(
                result,
                target,
                pipeline.packs(),
                WindowsCommand.windows(pipeline).schedule().grid(),
                repetition.options().window().get().window(),
                made.settled());
        return ExitStatus.worst(ExitStatus.of(result), WindowPrinter.worst(made.settled()));
    }
}
