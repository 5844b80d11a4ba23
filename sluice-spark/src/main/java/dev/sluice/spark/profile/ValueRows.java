package dev.sluice.spark.profile;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/** A value, or the shape of values, and how many rows have it at least. */
public record ValueRows(String value, long rows) {
    static final Comparator<ValueRows> MOST_FIRST =
            Comparator.comparingLong(ValueRows::rows).reversed().thenComparing(ValueRows::value);

    public ValueRows {
        requireNonNull(value, "value");
    }
}
