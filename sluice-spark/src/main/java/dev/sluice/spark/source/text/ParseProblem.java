package dev.sluice.spark.source.text;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a record.
 *
 * @param column the column it concerns; null for the record as a whole
 * @param value the text concerned; null for none
 * @param message one line
 */
public record ParseProblem(
        ReasonCode code, @Nullable String column, @Nullable String value, String message) {
    public ParseProblem {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    public static ParseProblem ofRecord(ReasonCode code, String message) {
        return new ParseProblem(code, null, null, message);
    }
}
