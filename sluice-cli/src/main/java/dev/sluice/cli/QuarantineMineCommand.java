package dev.sluice.cli;

import dev.sluice.core.config.Project;
import dev.sluice.spark.quarantine.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for what bad rows have in common. */
@Command(
        name = "mine",
        headerHeading = "Examples:%n  sluice quarantine mine orders%n  sluice quarantine mine --top 5 -o json%n%n",
        header = "Find patterns among quarantined rows, and changes that would land them, tried on these rows.",
        sortOptions = false)
final class QuarantineMineCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    RowFilterOptions rows = new RowFilterOptions();

    @Option(names = "--top", paramLabel = "N", description = "At most so many patterns and clusters; 20 unless set.")
    int top = 20;

    @Mixin
    MasterOption spark = new MasterOption();

    QuarantineMineCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        rows.check(project);
        List<Findings> findings = new ArrayList<>();
        try (OpenProject open = OpenProject.open(invocation, project, "mine", spark.master)) {
            for (String pipeline : rows.pipelines(project, open.sluice())) {
                open.progress().step("mine", pipeline);
                findings.add(open.sluice().mine(pipeline, rows.filter(), Math.max(1, top)));
            }
        }
        new FindingsPrinter(invocation).print(findings);
        return ExitStatus.OK;
    }
}
