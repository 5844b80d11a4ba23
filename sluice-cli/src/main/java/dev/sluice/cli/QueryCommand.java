package dev.sluice.cli;

import dev.sluice.cli.output.OutputFormat;
import dev.sluice.core.config.Project;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the project's tables. */
@Command(
        name = "query",
        headerHeading = "Examples:%n  sluice query 'select status, count(*) from shop.orders group by status'%n"
                + "  sluice query -o csv 'select * from shop.orders' > orders.csv%n%n",
        header = "Run a SQL query over the project's tables.",
        sortOptions = false)
final class QueryCommand implements Callable<Integer> {
    private static final int TABLE_LIMIT = 1000;

    private final Invocation invocation;

    @Parameters(paramLabel = "SQL", description = "One query; it can change nothing.")
    String sql = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many rows; 0 for all. As a table 1000 unless set, as json and csv all.")
    @Nullable
    Integer limit;

    @Mixin
    MasterOption spark = new MasterOption();

    QueryCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        Project project = invocation.project();
        try (OpenProject open = OpenProject.open(invocation, project, "query", spark.master)) {
            OptionalLong more = QueryPrinter.print(invocation, open, sql, rows());
            more.ifPresent(shown ->
                    invocation.note("The first %,d rows; there are more: --limit 0 prints all.".formatted(shown)));
        }
        return ExitStatus.OK;
    }

    private int rows() {
        if (limit != null) {
            return Math.max(0, limit);
        }
        return invocation.options().output == OutputFormat.table ? TABLE_LIMIT : 0;
    }
}
