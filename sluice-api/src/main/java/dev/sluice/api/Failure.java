package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * When and why a row's value could not be converted. Outputs of one step may share one failure (by {@code equals}): a
 * row then has one reason.
 *
 * @param code a {@link ReasonCode}'s name or the plug-in's own
 * @param when true where the conversion failed, over the columns that the step reads; null means: the value is null
 *     though the first column read is not (the value is then evaluated only once)
 * @param column the column that the reason names and whose value it shows: one that the step reads
 * @param message one line; {@code {value}} stands for that column's value
 * @param detail evaluated only for rows that fail: appended to the message; null for none
 * @param refinement a more exact code than {@code code}, told only of rows that fail; null for none
 */
public record Failure(
        String code,
        @Nullable Column when,
        String column,
        String message,
        @Nullable Column detail,
        @Nullable Refinement refinement) {
    /**
     * A code that only the row tells.
     *
     * @param code evaluated only for rows that fail: one of {@code codes}, or null for the failure's own
     * @param codes all that it can give
     */
    public record Refinement(Column code, List<String> codes) {
        public Refinement {
            requireNonNull(code, "code");
            codes = List.copyOf(codes);
        }
    }

    public Failure {
        requireNonNull(code, "code");
        requireNonNull(column, "column");
        requireNonNull(message, "message");
    }

    /** A failure with one code. */
    public Failure(String code, @Nullable Column when, String column, String message, @Nullable Column detail) {
        this(code, when, column, message, detail, null);
    }

    /** The value is null though {@code column} is not. */
    public static Failure ifNull(ReasonCode code, String column, String message) {
        return new Failure(code.name(), null, column, message, null);
    }

    public static Failure when(Column when, ReasonCode code, String column, String message) {
        return new Failure(code.name(), when, column, message, null);
    }

    public Failure withDetail(Column newDetail) {
        return new Failure(code, when, column, message, newDetail, refinement);
    }

    public Failure withRefinement(Refinement newRefinement) {
        return new Failure(code, when, column, message, detail, newRefinement);
    }
}
