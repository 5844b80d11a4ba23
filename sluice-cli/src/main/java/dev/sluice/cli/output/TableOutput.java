package dev.sluice.cli.output;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as aligned columns. The first rows settle the widths; the rest streams, so that a result of any size can
 * be printed.
 */
public final class TableOutput {
    private static final int ROWS_THAT_SETTLE_WIDTHS = 1000;
    private static final int SMALLEST_WIDTH = 8;
    private static final String GAP = "  ";
    private static final String NULL = "∅";

    private final PrintStream out;
    private final int limit;
    private final boolean color;

    /** @param limit the terminal's width in cells; 0 for no limit */
    public TableOutput(PrintStream out, int limit, boolean color) {
        this.out = out;
        this.limit = limit;
        this.color = color;
    }

    /** Returns how many rows there were. */
    public long print(ResultRows result) {
        List<List<String>> first = new ArrayList<>();
        while (first.size() < ROWS_THAT_SETTLE_WIDTHS && result.rows().hasNext()) {
            first.add(cells(result.rows().next()));
        }
        List<String> names = result.columns().stream()
                .map(column -> VisibleText.of(column.name()))
                .toList();
        int[] widths = widths(names, first);
        line(names, result.columns(), widths, true);
        first.forEach(row -> line(row, result.columns(), widths, false));
        long count = first.size();
        while (result.rows().hasNext()) {
            line(cells(result.rows().next()), result.columns(), widths, false);
            count++;
        }
        out.flush();
        return count;
    }

    private static List<String> cells(List<@Nullable Object> row) {
        return row.stream()
                .map(value -> value == null ? NULL : VisibleText.of(Values.text(value)))
                .toList();
    }

    private int[] widths(List<String> names, List<List<String>> rows) {
        int[] widths = IntStream.range(0, names.size())
                .map(i -> rows.stream()
                        .mapToInt(row -> TextWidth.of(row.get(i)))
                        .reduce(TextWidth.of(names.get(i)), Math::max))
                .toArray();
        int room = limit - GAP.length() * (widths.length - 1);
        while (limit > 0 && IntStream.of(widths).sum() > room) {
            int widest = IntStream.range(0, widths.length).reduce(0, (a, b) -> widths[b] > widths[a] ? b : a);
            if (widths[widest] <= SMALLEST_WIDTH) {
                break;
            }
            int next = IntStream.range(0, widths.length)
                    .filter(i -> i != widest)
                    .map(i -> widths[i])
                    .max()
                    .orElse(0);
            int excess = IntStream.of(widths).sum() - room;
            widths[widest] =
                    Math.max(SMALLEST_WIDTH, Math.min(widths[widest] - 1, Math.max(next, widths[widest] - excess)));
        }
        return widths;
    }

    private void line(List<String> cells, List<ResultColumn> columns, int[] widths, boolean heading) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String text = limit > 0 ? TextWidth.cut(cells.get(i), widths[i]) : cells.get(i);
            String pad = " ".repeat(Math.max(0, widths[i] - TextWidth.of(text)));
            line.append(i == 0 ? "" : GAP).append(columns.get(i).alignRight() ? pad + text : text + pad);
        }
        String text = line.toString().stripTrailing();
        out.println(heading && color ? "\033[1m" + text + "\033[0m" : text);
    }
}
