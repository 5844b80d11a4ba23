package dev.sluice.core.expression;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong at a place of an expression's text.
 *
 * @param offset in characters from 0
 * @param length in characters
 */
public record Flaw(
        ErrorCode code,
        String message,
        int offset,
        int length,
        @Nullable String hint) {
    public Flaw {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    /** The same as a problem of the configuration, where {@code scalar} is the place of the expression's text. */
    public Problem problem(String text, @Nullable Location scalar) {
        return Problem.at(TextPlace.within(scalar, text, offset, length), code, message)
                .withHint(hint);
    }
}
