package dev.sluice.api.row;

import org.jspecify.annotations.Nullable;

/** Takes the columns that a converter makes of one row, and its reasons. */
public interface RowOutput extends RowReasons {
    /**
     * Sets a column.
     *
     * @param column one that the footprint writes
     * @param value in the form of {@link RecordView#value}, and of the type that the footprint says. Any {@link Number} will
     *     do for a number that the type can hold exactly
     * @throws IllegalArgumentException if there is no such column, or the value is not of its type
     */
    void set(String column, @Nullable Object value);
}
