package dev.sluice.core.expression;

import static java.util.Objects.requireNonNull;

/**
 * A column that an expression reads, and where.
 *
 * @param name the first part of the name, without backquotes: {@code a} of {@code a.b[0].c}
 * @param offset in the expression's text, in characters from 0
 * @param length in characters
 */
public record ColumnReference(String name, int offset, int length) {
    public ColumnReference {
        requireNonNull(name, "name");
    }
}
