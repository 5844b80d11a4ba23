package dev.sluice.core.testing;

import dev.sluice.core.testing.Mismatch.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Mismatches in lines to read: what was expected beside what was found, column under column. */
public final class DifferenceText {
    private static final int WIDEST = 60;
    private static final String GAP = "  ";

    private final ToIntFunction<String> width;
    private final Function<String, String> visible;

    /**
     * @param width how many cells of a terminal a text takes
     * @param visible shows what would steer a terminal
     */
    public DifferenceText(ToIntFunction<String> width, Function<String, String> visible) {
        this.width = width;
        this.visible = visible;
    }

    /** For texts that no terminal shows. */
    public static DifferenceText plain() {
        return new DifferenceText(
                text -> text.codePointCount(0, text.length()),
                text -> text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"));
    }

    /** Lines without an end; those of cells that differ begin with {@code !}. */
    public List<String> lines(List<Mismatch> mismatches) {
        List<String> lines = new ArrayList<>();
        mismatches.forEach(mismatch -> lines.addAll(lines(mismatch)));
        return lines;
    }

    private List<String> lines(Mismatch mismatch) {
        List<String> lines = new ArrayList<>(List.of(visible.apply(mismatch.what())));
        List<Cell> cells = mismatch.cells();
        boolean expected = cells.stream().anyMatch(cell -> !cell.expected().isEmpty());
        boolean actual = cells.stream().anyMatch(cell -> !cell.actual().isEmpty());
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", "column", expected ? "expected" : "", actual ? "actual" : ""));
        boolean both = expected && actual;
        for (Cell cell : cells) {
            rows.add(row(
                    both && cell.differs() ? "!" : "",
                    cell.name(),
                    shown(cell.expected(), both && cell.differs()),
                    shown(cell.actual(), both && cell.differs())));
        }
        int[] widths = new int[4];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, width.applyAsInt(row.get(i))));
            }
        }
        widths[0] = 1;
        rows.forEach(row -> lines.add(GAP + line(row, widths)));
        return lines;
    }

    private static List<String> row(String mark, String name, String expected, String actual) {
        return List.of(mark, name, expected, actual);
    }

    private String shown(String text, boolean marked) {
        return text.isEmpty() && marked ? "-" : visible.apply(text);
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            line.append(i == 0 ? "" : i == 1 ? " " : GAP).append(cells.get(i));
            line.append(" ".repeat(Math.max(0, widths[i] - width.applyAsInt(cells.get(i)))));
        }
        return line.toString().stripTrailing();
    }
}
