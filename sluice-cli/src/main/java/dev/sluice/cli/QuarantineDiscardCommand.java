package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.core.config.Project;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says that quarantined rows are not wanted. */
@Command(
        name = "discard",
        headerHeading = "Examples:%n  sluice quarantine discard orders --code HEADER_MISMATCH --reason 'not ours'%n"
                + "  sluice quarantine discard orders --id 3f… --reason duplicate%n%n",
        header = "Discard quarantined rows, with a reason; they are current no more.",
        sortOptions = false)
final class QuarantineDiscardCommand implements Callable<Integer> {
    private static final List<ResultColumn> COLUMNS =
            List.of(ResultColumn.text("pipeline"), ResultColumn.number("discarded"));

    private final Invocation invocation;

    @Mixin
    RowFilterOptions rows = new RowFilterOptions();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; the rows' history keeps it.")
    String reason = "";

    @Mixin
    MasterOption spark = new MasterOption();

    QuarantineDiscardCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        rows.check(project);
        Map<String, Long> discarded = new LinkedHashMap<>();
        try (OpenProject open = OpenProject.open(invocation, project, "discard", spark.master)) {
            SluiceException nothing = null;
            for (String pipeline : rows.pipelines(project, open.sluice())) {
                try {
                    discarded.put(
                            pipeline,
                            open.sluice()
                                    .discardRows(pipeline, rows.filter(), invocation.who(), reason, open.progress()));
                } catch (SluiceException e) {
                    if (e.code() != ErrorCode.NO_ROWS_SELECTED) {
                        throw e;
                    }
                    nothing = e;
                }
            }
            if (discarded.isEmpty() && nothing != null) {
                throw nothing;
            }
        }
        new ResultPrinter(invocation)
                .print(COLUMNS, List.copyOf(discarded.entrySet()), entry -> List.of(entry.getKey(), entry.getValue()));
        return ExitStatus.OK;
    }
}
