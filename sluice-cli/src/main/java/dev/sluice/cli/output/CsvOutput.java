package dev.sluice.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as RFC 4180 has it: CRLF, quotes doubled. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it; numbers do not.
 */
public final class CsvOutput {
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private CsvOutput() {}

    public static void print(PrintStream out, ResultRows result) {
        out.print(result.columns().stream()
                .map(column -> cell(column.name()))
                .collect(Collectors.joining(",", "", "\r\n")));
        while (result.rows().hasNext()) {
            List<@Nullable Object> row = result.rows().next();
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : ",").append(cell(row.get(i)));
            }
            out.print(line.append("\r\n"));
        }
        out.flush();
    }

    static String cell(@Nullable Object value) {
        String text = Values.text(value);
        boolean formula = !(value instanceof Number) && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        String guarded = formula ? "'" + text : text;
        return NEEDS_QUOTES.matcher(guarded).find() ? '"' + guarded.replace("\"", "\"\"") + '"' : guarded;
    }
}
