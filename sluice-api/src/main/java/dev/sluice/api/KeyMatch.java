package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * What a {@link KeyLookup} found for each row, as columns.
 *
 * @param rows how many rows have the key, the row itself included where it is one of them; 0 for none and for a key with
 *     a null in it. More than one is told as at least 2
 * @param first whether the row is the first of its key in the batch, by file and place; null unless that was asked for
 *     and there are several
 * @param values the columns wanted, of one of the matches, always the same one; null where there is none
 */
public record KeyMatch(Column rows, Column first, Map<String, Column> values) {
    public KeyMatch {
        requireNonNull(rows, "rows");
        requireNonNull(first, "first");
        values = Map.copyOf(values);
    }
}
