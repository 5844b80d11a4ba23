package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * One column that a converter makes.
 *
 * @param name its name; one that exists already is replaced
 * @param value the expression over the columns that the step reads
 * @param failure when and why a row's value cannot be had; null if the conversion cannot fail
 */
public record ConvertedColumn(
        String name, Column value, @Nullable Failure failure) {
    public ConvertedColumn {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    public static ConvertedColumn of(String name, Column value) {
        return new ConvertedColumn(name, value, null);
    }
}
