package dev.sluice.cli;

import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.template.NewPlugin;
import dev.sluice.cli.template.NewProject;
import dev.sluice.cli.template.OrderFile;
import dev.sluice.core.spec.PluginRegistry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project with a pipeline that runs, or the Maven project of a plug-in. */
@Command(
        name = "init",
        headerHeading = "Examples:%n  sluice init shop%n  sluice init --plugin iban-check%n%n",
        header = "Make a project with a pipeline that runs, or a project of a plug-in.",
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

    @Option(
            names = "--plugin",
            paramLabel = "NAME",
            description = "Make a Maven project of a plug-in instead, in a folder of that name unless DIR is given.")
    @Nullable
    String plugin;

    InitCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (plugin != null) {
            return makePlugin(plugin);
        }
        Path named = folder != null ? folder : invocation.options().project;
        Path target = invocation.resolve(named == null ? Path.of("") : named);
        NewProject project = new NewProject(target, NewProject.nameFor(target));
        project.write(PIPELINE, PluginRegistry.load(InitCommand.class.getClassLoader()));
        project.file("inbox/orders-%s.csv".formatted(DAY), OrderFile.of(DAY, ROWS, BAD_EVERY));
        print(target, project.written(), "sluice run " + PIPELINE);
        return ExitStatus.OK;
    }

    private int makePlugin(String name) {
        Path target = invocation.resolve(folder != null ? folder : Path.of(name));
        NewPlugin made = new NewPlugin(target, name, Version.ofSluice());
        made.write();
        print(target, made.written(), "mvn package");
        return ExitStatus.OK;
    }

    private void print(Path target, List<Path> written, String next) {
        PrintStream out = invocation.console().out();
        if (invocation.options().output == OutputFormat.json) {
            JsonOutput.print(out, fields -> {
                fields.value("folder", target.toString());
                fields.value(
                        "files",
                        written.stream()
                                .map(file -> target.relativize(file).toString())
                                .toList());
            });
            return;
        }
        written.forEach(file -> out.println(invocation.relative(file)));
        String go = target.equals(invocation.resolve(Path.of(""))) ? "" : "cd " + invocation.relative(target) + " && ";
        invocation.note("\nnext  " + go + next);
    }
}
