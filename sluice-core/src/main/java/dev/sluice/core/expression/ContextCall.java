package dev.sluice.core.expression;

import static java.util.Objects.requireNonNull;

/**
 * A call of a context function in an expression's text.
 *
 * @param offset in characters from 0
 * @param length in characters, brackets included
 */
public record ContextCall(ContextFunction function, int offset, int length) {
    public ContextCall {
        requireNonNull(function, "function");
    }
}
