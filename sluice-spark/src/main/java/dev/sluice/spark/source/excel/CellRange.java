package dev.sluice.spark.source.excel;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rectangle of a sheet.
 *
 * @param firstColumn from 0
 * @param lastColumn from 0, included
 * @param firstRow as Excel counts them, from 1
 * @param lastRow included
 */
record CellRange(int firstColumn, int lastColumn, int firstRow, int lastRow) implements Serializable {
    static final CellRange ALL = new CellRange(0, Integer.MAX_VALUE, 1, Integer.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile("([A-Z]{1,3})(\\d{1,7})?:([A-Z]{1,3})(\\d{1,7})?");

    static Optional<CellRange> parse(String text) {
        Matcher parts = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        CellRange range = new CellRange(
                column(parts.group(1)),
                column(parts.group(3)),
                row(parts.group(2), 1),
                row(parts.group(4), Integer.MAX_VALUE));
        return range.firstColumn <= range.lastColumn && range.firstRow <= range.lastRow && range.firstRow > 0
                ? Optional.of(range)
                : Optional.empty();
    }

    private static int column(String letters) {
        int column = 0;
        for (char letter : letters.toCharArray()) {
            column = column * 26 + letter - 'A' + 1;
        }
        return column - 1;
    }

    private static int row(@Nullable String digits, int unset) {
        return digits == null ? unset : Integer.parseInt(digits);
    }
}
