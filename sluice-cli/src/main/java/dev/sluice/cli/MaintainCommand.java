package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.Project;
import dev.sluice.spark.run.MaintainedTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes care of tables. */
@Command(
        name = "maintain",
        headerHeading = "Examples:%n  sluice maintain orders%n  sluice maintain --all --keep-days 30 -e prod%n%n",
        header = "Compact small files, expire old snapshots, remove files that no table knows.",
        sortOptions = false)
final class MaintainCommand implements Callable<Integer> {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("table"),
            ResultColumn.number("compacted files"),
            ResultColumn.number("expired snapshots"),
            ResultColumn.number("removed files"));

    private final Invocation invocation;

    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "The pipeline whose tables are meant.")
    @Nullable
    String pipeline;

    @Option(names = "--all", description = "The tables of all pipelines.")
    boolean all;

    @Option(
            names = "--keep-days",
            paramLabel = "N",
            description =
                    "How long tables can be read as they were, and runs be taken back; as the pipeline says unless set.")
    @Nullable
    Integer keepDays;

    @Mixin
    MasterOption spark = new MasterOption();

    MaintainCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        if ((pipeline == null) != all) {
            throw new SluiceException(Problem.of(ErrorCode.INVALID_ARGUMENT, "name either a pipeline or --all"));
        }
        if (keepDays != null && keepDays < 0) {
            throw new SluiceException(Problem.of(ErrorCode.INVALID_ARGUMENT, "--keep-days is not negative"));
        }
        Optional<Duration> keep = Optional.ofNullable(keepDays).map(Duration::ofDays);
        List<String> pipelines = pipeline == null ? project.pipelines() : List.of(pipeline);
        List<MaintainedTable> done = new ArrayList<>();
        List<SluiceException> failures = new ArrayList<>();
        try (OpenProject open = OpenProject.open(invocation, project, "maintain", spark.master)) {
            for (String each : pipelines) {
                try {
                    done.addAll(open.sluice().maintain(each, keep, open.progress()));
                } catch (SluiceException e) {
                    // The tables of the others need care all the same.
                    failures.add(e);
                }
            }
        }
        new ResultPrinter(invocation).print(COLUMNS, done, MaintainCommand::row);
        if (!failures.isEmpty()) {
            throw new SluiceException(failures.stream()
                    .flatMap(failure -> failure.problems().stream())
                    .toList());
        }
        return ExitStatus.OK;
    }

    private static List<@Nullable Object> row(MaintainedTable table) {
        return List.of(table.table().toString(), table.compacted(), table.expired(), table.removed());
    }
}
