package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * When and why a row's value could not be converted.
 *
 * @param code a {@link ReasonCode}'s name or the plug-in's own
 * @param when true where the conversion failed, over the columns that the step reads; null means: the value is null
 *     though the first column read is not (the value is then evaluated only once)
 * @param column the column that the reason names and whose value it shows: one that the step reads
 * @param message one line; {@code {value}} stands for that column's value
 * @param detail evaluated only for rows that fail: appended to the message; null for none
 */
public record Failure(
        String code,
        @Nullable Column when,
        String column,
        String message,
        @Nullable Column detail) {
    public Failure {
        requireNonNull(code, "code");
        requireNonNull(column, "column");
        requireNonNull(message, "message");
    }

    /** The value is null though {@code column} is not. */
    public static Failure ifNull(ReasonCode code, String column, String message) {
        return new Failure(code.name(), null, column, message, null);
    }

    public static Failure when(Column when, ReasonCode code, String column, String message) {
        return new Failure(code.name(), when, column, message, null);
    }

    public Failure withDetail(Column newDetail) {
        return new Failure(code, when, column, message, newDetail);
    }
}
