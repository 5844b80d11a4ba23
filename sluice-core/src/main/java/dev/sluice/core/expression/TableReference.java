package dev.sluice.core.expression;

import static java.util.Objects.requireNonNull;

/**
 * A table that a query names.
 *
 * @param name {@code namespace.name}, or a name alone, without backquotes
 * @param offset where it stands, in characters from 0
 * @param length in characters
 */
public record TableReference(String name, int offset, int length) {
    public TableReference {
        requireNonNull(name, "name");
    }
}
