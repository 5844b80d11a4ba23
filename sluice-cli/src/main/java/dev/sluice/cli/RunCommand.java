package dev.sluice.cli;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.run.RunOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lands a batch. */
@Command(
        name = "run",
        headerHeading =
                "Examples:%n  sluice run orders%n  sluice run orders --set inbox=/data/inbox --batch-id 2026-01-01%n%n",
        header = "Run a pipeline once: land the good rows, keep the bad ones.",
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", description = "The pipeline to run.")
    String pipeline = "";

    @Option(
            names = "--batch-id",
            paramLabel = "ID",
            description = "The batch's identity; else the matching files that have not landed yet.")
    @Nullable
    String batchId;

    @Option(
            names = "--tag",
            paramLabel = "NAME=VALUE",
            description = "What rules may ask of the batch, with batch_tags()['NAME']. May be given more than once.")
    Map<String, String> tags = new LinkedHashMap<>();

    @Mixin
    MasterOption spark = new MasterOption();

    RunCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        // Spark takes seconds to start; what is wrong with the pipeline is known before.
        PipelineSpec spec = project.pipeline(pipeline);
        RunResult result;
        try (OpenProject open = OpenProject.open(invocation, project, "run", spark.master)) {
            result = open.sluice().run(pipeline, new RunOptions(Optional.ofNullable(batchId), tags), open.progress());
        }
        new RunPrinter(invocation).print(result, spec.target().table().toString(), spec.packs());
        return ExitStatus.of(result);
    }
}
