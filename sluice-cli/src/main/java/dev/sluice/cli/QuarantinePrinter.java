package dev.sluice.cli;

import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultRows;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.cli.session.SparkRows;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Prints bad rows: for people each with its raw text and a line per reason, for programs every column. */
final class QuarantinePrinter {
    private static final int RAW_SHOWN = 400;

    private final Invocation invocation;
    private final OpenProject open;

    QuarantinePrinter(Invocation invocation, OpenProject open) {
        this.invocation = invocation;
        this.open = open;
    }

    /** Those of the newest run first, in the order of files and records. */
    void print(Dataset<Row> matching, int limit, int offset) {
        Dataset<Row> ordered = matching.orderBy(
                functions.col("quarantined_at").desc(),
                functions.col("run_id").desc(),
                functions.col("source_uri"),
                functions.col("record_no"),
                functions.col("quarantine_id"));
        Dataset<Row> page = offset > 0 ? ordered.offset(offset) : ordered;
        ResultRows rows = SparkRows.first(page, limit > 0 ? limit : Long.MAX_VALUE);
        boolean any = rows.rows().hasNext();
        if (invocation.options().output != OutputFormat.table) {
            open.progress().pause();
            new ResultPrinter(invocation).print(rows);
            return;
        }
        long total = SparkRows.count(matching);
        open.progress().pause();
        long shown = 0;
        while (any && rows.rows().hasNext()) {
            row(rows, rows.rows().next());
            shown++;
        }
        invocation.console().out().flush();
        String next = offset + shown < total ? " The next: --offset " + (offset + shown) : "";
        invocation.note("%,d of %,d rows.%s".formatted(shown, total, next));
    }

    private void row(ResultRows rows, List<@Nullable Object> row) {
        PrintStream out = invocation.console().out();
        Object uri = value(rows, row, "source_uri");
        Object record = value(rows, row, "record_no");
        out.println(VisibleText.of(String.valueOf(uri)) + (record == null ? "" : "  record " + record));
        Object raw = value(rows, row, "raw");
        if (raw != null) {
            String text = VisibleText.of(String.valueOf(raw));
            out.println("  | " + (text.length() > RAW_SHOWN ? text.substring(0, RAW_SHOWN) + "…" : text));
        }
        if (value(rows, row, "reasons") instanceof List<?> reasons) {
            reasons.forEach(reason -> reason(out, (Map<?, ?>) reason));
        }
        out.println();
    }

    private static void reason(PrintStream out, Map<?, ?> reason) {
        out.println(VisibleText.of(
                "  - %s  %s  %s".formatted(reason.get("code"), reason.get("rule"), reason.get("message"))));
    }

    private static @Nullable Object value(ResultRows rows, List<@Nullable Object> row, String column) {
        for (int i = 0; i < row.size(); i++) {
            if (rows.columns().get(i).name().equals(column)) {
                return row.get(i);
            }
        }
        return null;
    }
}
