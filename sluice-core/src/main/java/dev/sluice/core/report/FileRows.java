package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A source file and its bad rows.
 *
 * @param path its full URI
 * @param bytes its size as stored
 * @param read its records, where they were counted by file
 * @param quarantined its bad rows
 * @param mostly the reason code of most of them; null where none is bad
 */
public record FileRows(
        String path,
        long bytes,
        OptionalLong read,
        long quarantined,
        @Nullable String mostly) {
    public FileRows {
        requireNonNull(path, "path");
        requireNonNull(read, "read");
    }
}
