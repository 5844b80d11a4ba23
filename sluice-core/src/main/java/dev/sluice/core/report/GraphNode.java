package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * A step in a pipeline's graph.
 *
 * @param name what it is called: a file pattern, a format, a step's name, a table
 * @param detail a few words more; may be empty
 * @param rowsIn rows that come to it; empty where they were not counted, as in a failed run
 * @param flagged reasons that this step gave; a row may have several of them
 */
public record GraphNode(Kind kind, String name, String detail, OptionalLong rowsIn, long flagged) {
    /** What a step is, in the order of a row's way. */
    public enum Kind {
        SOURCE,
        PARSER,
        CONVERTER,
        VALIDATORS,
        TARGET,
        QUARANTINE
    }

    public GraphNode {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        requireNonNull(detail, "detail");
        requireNonNull(rowsIn, "rowsIn");
    }
}
