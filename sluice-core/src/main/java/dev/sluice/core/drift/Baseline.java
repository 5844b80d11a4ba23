package dev.sluice.core.drift;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The columns that files are compared with.
 *
 * @param since whose columns they are, in words
 */
public record Baseline(String since, List<SeenColumn> columns) {
    public Baseline {
        requireNonNull(since, "since");
        columns = List.copyOf(columns);
    }
}
