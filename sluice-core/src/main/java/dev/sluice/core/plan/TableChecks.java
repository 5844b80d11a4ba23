package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TableRows;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.spec.WriteSpec;
import java.util.ArrayList;
import java.util.List;

/** Whether a pipeline that reads tables can be run as it says. */
final class TableChecks {
    private TableChecks() {}

    static List<Problem> of(PipelineSpec pipeline) {
        List<Problem> problems = new ArrayList<>();
        pipeline.source().tables().ifPresent(rows -> {
            if (rows.tables().contains(pipeline.target().table())) {
                problems.add(Problem.at(
                                rows.location(),
                                ErrorCode.PIPELINE_CYCLE,
                                "pipeline %s reads the table %s that it writes"
                                        .formatted(
                                                pipeline.name(),
                                                pipeline.target().table()))
                        .withHint("write to another table"));
            }
            pipeline.window().ifPresent(window -> problems.addAll(of(rows, window)));
            if (pipeline.source().isDatabase()
                    && pipeline.window().isEmpty()
                    && pipeline.target().write() instanceof WriteSpec.Append) {
                problems.add(
                        Problem.at(
                                        rows.location(),
                                        ErrorCode.DATABASE_APPENDED,
                                        "each run would add all rows of %s again".formatted(rows.describe()))
                                .withHint(
                                        "give the pipeline a window and select its rows, as with ${window.start:yyyy-MM-dd}; or write with mode replace or merge"));
            }
        });
        return problems;
    }

    private static List<Problem> of(TableRows rows, WindowSpec window) {
        List<Problem> problems = new ArrayList<>();
        window.column()
                .ifPresent(column -> problems.add(Problem.at(
                                window.columnAt(),
                                ErrorCode.TABLES_WITH_WINDOWS,
                                "the rows of tables have no windows of their own, and 'window.column' tells one")
                        .withHint(
                                "remove it, and select the window's rows: WHERE %s >= timestamp '${window.start:yyyy-MM-dd HH:mm}' AND …"
                                        .formatted(column))));
        if (window.column().isEmpty() && !rows.ofWindow()) {
            problems.add(Problem.at(
                            rows.location(),
                            ErrorCode.TABLES_WITH_WINDOWS,
                            "each window would land all rows of %s".formatted(rows.describe()))
                    .withHint("write a query that refers to ${window.start} and ${window.end}"));
        }
        return problems;
    }
}
