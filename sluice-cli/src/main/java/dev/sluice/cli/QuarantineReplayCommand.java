package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.quarantine.Correction;
import dev.sluice.spark.quarantine.EditFile;
import dev.sluice.spark.run.QuarantineFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives quarantined rows another chance. */
@Command(
        name = "replay",
        headerHeading = "Examples:%n  sluice quarantine replay orders --dry-run%n"
                + "  sluice quarantine replay orders --code NOT_A_TIMESTAMP%n%n",
        header = "Run today's pipeline over quarantined records: those that pass land, once.",
        sortOptions = false)
final class QuarantineReplayCommand implements Callable<Integer> {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("pipeline"),
            ResultColumn.text("run"),
            ResultColumn.text("state"),
            ResultColumn.number("read"),
            ResultColumn.number("landed"),
            ResultColumn.number("quarantined"));

    private final Invocation invocation;

    @Mixin
    RowFilterOptions rows = new RowFilterOptions();

    @Option(names = "--dry-run", description = "Only count what would land, and why the rest would not.")
    boolean rehearse;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Replay the rows of a file that 'quarantine edit' wrote, as corrected there.")
    @Nullable
    Path from;

    @Mixin
    MasterOption spark = new MasterOption();

    QuarantineReplayCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        rows.check(project);
        List<Correction> corrections = from == null ? null : EditFile.read(invocation.resolve(from));
        if (corrections != null && rows.pipeline == null) {
            throw new SluiceException(
                    ErrorCode.INVALID_ARGUMENT, "Cannot replay corrected rows: name the pipeline that they are of");
        }
        List<RunResult> results = new ArrayList<>();
        try (OpenProject open = OpenProject.open(invocation, project, "replay", spark.master)) {
            SluiceException nothing = null;
            for (String pipeline : rows.pipelines(project, open.sluice())) {
                try {
                    results.addAll(replay(open, pipeline, corrections));
                } catch (SluiceException e) {
                    if (e.code() != ErrorCode.NO_ROWS_SELECTED) {
                        throw e;
                    }
                    nothing = e;
                }
            }
            if (results.isEmpty() && nothing != null) {
                throw nothing;
            }
        }
        print(project, results);
        return results.stream().anyMatch(ExitStatus::undelivered) ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private List<RunResult> replay(OpenProject open, String pipeline, @Nullable List<Correction> corrections) {
        QuarantineFilter filter = corrections == null ? rows.filter() : QuarantineFilter.ALL;
        Optional<List<Correction>> given = Optional.ofNullable(corrections);
        return rehearse
                ? open.sluice().rehearseByWindow(pipeline, filter, given)
                : open.sluice().replayByWindow(pipeline, filter, given, invocation.who(), open.progress());
    }

    private void print(Project project, List<RunResult> results) {
        if (rehearse) {
            invocation.note("Dry run: nothing was changed.");
        }
        if (results.size() == 1) {
            RunResult result = results.get(0);
            new RunPrinter(invocation)
                    .print(
                            result,
                            project.pipeline(result.pipeline()).target().table().toString());
            return;
        }
        results.forEach(result -> {
            result.warnings().forEach(warning -> invocation.note("warning: " + VisibleText.of(warning)));
            int ignored = new DeliveryPrinter(invocation).failures(result.deliveries());
        });
        new ResultPrinter(invocation)
                .print(
                        COLUMNS,
                        results,
                        result -> List.of(
                                result.pipeline(),
                                result.runId(),
                                result.state().word(),
                                result.rows().read(),
                                result.rows().landed(),
                                result.rows().quarantined()));
    }
}
