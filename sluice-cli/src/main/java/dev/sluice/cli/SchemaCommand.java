package dev.sluice.cli;

import dev.sluice.core.schema.SchemaWriter;
import dev.sluice.core.spec.PluginRegistry;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the JSON Schema of the project's files. */
@Command(
        name = "schema",
        headerHeading =
                "Examples:%n  sluice schema > schemas/pipeline.json%n  sluice schema --of project > schemas/project.json%n%n",
        header = "Print the JSON Schema of pipelines, with the options of the plug-ins.",
        sortOptions = false)
final class SchemaCommand implements Callable<Integer> {
    private final Invocation invocation;

    enum Kind {
        PIPELINE,
        PROJECT,
        TARGET,
        PACK
    }

    @Option(
            names = "--of",
            paramLabel = "FILE",
            description =
                    "pipeline (default), project (sluice.yaml), target (a file that target.schema names) or pack (pack.yaml).")
    Kind kind = Kind.PIPELINE;

    SchemaCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        SchemaWriter writer = new SchemaWriter(plugins());
        invocation
                .console()
                .out()
                .println(
                        switch (kind) {
                            case PIPELINE -> writer.pipeline();
                            case PROJECT -> writer.project();
                            case TARGET -> writer.targetSchema();
                            case PACK -> writer.pack();
                        });
        return ExitStatus.OK;
    }

    /** Those of the project, if there is one here. */
    private PluginRegistry plugins() {
        boolean inProject = Files.exists(invocation.projectFolder().resolve("sluice.yaml"));
        return inProject ? invocation.project().plugins() : PluginRegistry.load(SchemaCommand.class.getClassLoader());
    }
}
