package dev.sluice.cli.output;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result, read once from front to back.
 *
 * @param rows each with one value per column: null, text, boolean, number, {@code java.time} value, bytes, or a list or
 *     map (with text as keys) of these
 */
public record ResultRows(List<ResultColumn> columns, Iterator<List<@Nullable Object>> rows) {
    public ResultRows {
        columns = List.copyOf(columns);
        requireNonNull(rows, "rows");
    }
}
