package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Rows that are expected, in any order.
 *
 * @param count how many there are in all; empty for any number
 * @param rows each stands for one row
 * @param all whether there may be no others
 */
public record ExpectedRows<T>(Optional<Long> count, List<T> rows, boolean all) {
    public ExpectedRows {
        requireNonNull(count, "count");
        rows = List.copyOf(rows);
    }
}
