package dev.sluice.core.drift;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The columns that a file says it has, in its order.
 *
 * @param path its full URI
 */
public record SeenFile(String path, List<SeenColumn> columns) {
    public SeenFile {
        requireNonNull(path, "path");
        columns = List.copyOf(columns);
    }
}
