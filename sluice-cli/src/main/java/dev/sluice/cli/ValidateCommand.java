package dev.sluice.cli;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.Project;
import dev.sluice.core.dag.PipelineDag;
import dev.sluice.core.testing.TestFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks all that can be known without data. */
@Command(
        name = "validate",
        headerHeading = "Examples:%n  sluice validate%n  sluice validate orders -e prod%n%n",
        header = "Check pipelines and tests without reading data.",
        sortOptions = false)
final class ValidateCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", arity = "0..*", description = "Pipelines to check; all if none is named.")
    List<String> pipelines = new ArrayList<>();

    ValidateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        // A problem of a file that several pipelines share is told once.
        Set<Problem> problems = new LinkedHashSet<>(problemsOf(project::spec));
        List<String> names = pipelines.isEmpty() ? project.pipelines() : pipelines;
        List<Verdict> verdicts = new ArrayList<>();
        for (String name : names) {
            List<Problem> found = problemsOf(() -> project.pipeline(name));
            problems.addAll(found);
            verdicts.add(new Verdict(name, found.size()));
        }
        if (pipelines.isEmpty()) {
            problems.addAll(problemsOf(() -> TestFiles.read(project)));
            problems.addAll(problemsOf(() -> PipelineDag.of(project)));
        }
        new ResultPrinter(invocation)
                .print(
                        List.of(
                                ResultColumn.text("pipeline"),
                                ResultColumn.text("valid"),
                                ResultColumn.number("errors")),
                        verdicts,
                        verdict -> List.of(verdict.pipeline, verdict.errors == 0, verdict.errors));
        if (verdicts.isEmpty()) {
            invocation.note("The project has no pipeline yet: add one to "
                    + invocation.relative(project.folder().resolve("pipelines")));
        }
        if (!problems.isEmpty()) {
            throw new SluiceException(List.copyOf(problems));
        }
        return ExitStatus.OK;
    }

    private static List<Problem> problemsOf(Runnable reading) {
        try {
            reading.run();
            return List.of();
        } catch (SluiceException e) {
            return e.problems();
        }
    }

    private record Verdict(String pipeline, int errors) {}
}
