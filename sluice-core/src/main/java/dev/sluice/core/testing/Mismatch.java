package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One thing that a run did otherwise than expected.
 *
 * @param what one line, such as {@code landed: a row is missing}
 * @param cells what was expected and what was found, part by part
 */
public record Mismatch(String what, List<Cell> cells) {
    /**
     * A part of it.
     *
     * @param name of the column or figure
     * @param expected empty text where nothing was
     * @param actual empty text where nothing was found
     */
    public record Cell(String name, String expected, String actual) {
        public Cell {
            requireNonNull(name, "name");
            requireNonNull(expected, "expected");
            requireNonNull(actual, "actual");
        }

        boolean differs() {
            return !expected.equals(actual);
        }
    }

    public Mismatch {
        requireNonNull(what, "what");
        cells = List.copyOf(cells);
    }
}
