package dev.sluice.cli;

import dev.sluice.core.config.Project;
import dev.sluice.spark.run.QuarantineFilter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows bad rows with all their reasons. */
@Command(
        name = "show",
        headerHeading = "Examples:%n  sluice quarantine show orders%n"
                + "  sluice quarantine show orders --rule 'required(price)' --limit 50 --offset 50%n%n",
        header = "Show quarantined rows with all their reasons.",
        sortOptions = false)
final class QuarantineShowCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline whose rows to show.")
    String pipeline = "";

    @Option(names = "--code", paramLabel = "CODE", description = "Only rows with this reason, such as NOT_A_DATE.")
    @Nullable
    String code;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "Only rows that this rule found, such as required(price).")
    @Nullable
    String rule;

    @Option(names = "--file", paramLabel = "NAME", description = "Only rows of source files whose path ends so.")
    @Nullable
    String file;

    @Option(names = "--run", paramLabel = "ID", description = "Only rows of this run.")
    @Nullable
    String run;

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
        project.pipeline(pipeline);
        QuarantineFilter filter = new QuarantineFilter(
                Optional.ofNullable(code),
                Optional.ofNullable(rule),
                Optional.ofNullable(file),
                Optional.ofNullable(run));
        try (OpenProject open = OpenProject.open(invocation, project, "quarantine", spark.master)) {
            new QuarantinePrinter(invocation, open).print(pipeline, filter, Math.max(0, limit), Math.max(0, offset));
        }
        return ExitStatus.OK;
    }
}
