package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.DeliveryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings sinks up to date. */
@Command(
        name = "deliver",
        headerHeading = "Examples:%n  sluice deliver orders%n  sluice deliver --all -e prod%n%n",
        header = "Bring what is published to the sinks that do not have it yet.",
        sortOptions = false)
final class DeliverCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "The pipeline whose sinks are meant.")
    @Nullable
    String pipeline;

    @Option(names = "--all", description = "The sinks of all pipelines.")
    boolean all;

    @Mixin
    MasterOption spark = new MasterOption();

    DeliverCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        if ((pipeline == null) != all) {
            throw new SluiceException(Problem.of(ErrorCode.INVALID_ARGUMENT, "name either a pipeline or --all"));
        }
        List<String> pipelines = pipeline == null ? project.pipelines() : List.of(pipeline);
        // Spark takes seconds to start; what is wrong with a pipeline is known before.
        if (pipelines.stream().allMatch(name -> project.pipeline(name).sinks().isEmpty())) {
            throw new SluiceException(Problem.of(
                            ErrorCode.NOTHING_SELECTED,
                            "Cannot deliver: %s has no 'sinks:'"
                                    .formatted(pipeline == null ? "no pipeline" : "pipeline " + pipeline))
                    .withHint("add the places to which to deliver; see the guide about sinks"));
        }
        List<DeliveryPrinter.Line> lines = new ArrayList<>();
        try (OpenProject open = OpenProject.open(invocation, project, "deliver", spark.master)) {
            for (String each : pipelines) {
                for (DeliveryResult result : open.sluice().deliver(each, open.progress())) {
                    lines.add(new DeliveryPrinter.Line(each, result));
                }
            }
        }
        DeliveryPrinter printer = new DeliveryPrinter(invocation);
        printer.table(lines);
        return printer.failures(lines.stream().map(DeliveryPrinter.Line::result).toList());
    }
}
