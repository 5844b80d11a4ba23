package dev.sluice.cli;

import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.template.NewProject;
import dev.sluice.cli.template.OrderFile;
import dev.sluice.core.spec.PluginRegistry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a project with a pipeline that runs. */
@Command(
        name = "init",
        headerHeading = "Examples:%n  sluice init shop%n  sluice init --project shop%n%n",
        header = "Make a project with a pipeline that runs.",
        sortOptions = false)
final class InitCommand implements Callable<Integer> {
    private static final String PIPELINE = "example";
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
    private static final int ROWS = 200;
    private static final int BAD_EVERY = 15;

    private final Invocation invocation;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "The project's folder; this one unless named.")
    @Nullable
    Path folder;

    InitCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Path named = folder != null ? folder : invocation.options().project;
        Path target = invocation.resolve(named == null ? Path.of("") : named);
        NewProject project = new NewProject(target, NewProject.nameFor(target));
        project.write(PIPELINE, PluginRegistry.load(InitCommand.class.getClassLoader()));
        project.file("inbox/orders-%s.csv".formatted(DAY), OrderFile.of(DAY, ROWS, BAD_EVERY));
        print(target, project);
        return ExitStatus.OK;
    }

    private void print(Path target, NewProject project) {
        PrintStream out = invocation.console().out();
        if (invocation.options().output == OutputFormat.json) {
            JsonOutput.print(out, fields -> {
                fields.value("folder", target.toString());
                fields.value(
                        "files",
                        project.written().stream()
                                .map(file -> target.relativize(file).toString())
                                .toList());
            });
            return;
        }
        project.written().forEach(file -> out.println(invocation.relative(file)));
        String go = target.equals(invocation.resolve(Path.of(""))) ? "" : "cd " + invocation.relative(target) + " && ";
        invocation.note("\nnext  " + go + "sluice run " + PIPELINE);
    }
}
