package dev.sluice.core.batch;

import static java.util.Objects.requireNonNull;

/**
 * A file as it was listed.
 *
 * @param path its full URI, the identity of the file
 * @param size bytes
 * @param version what changes when the content does: {@code mtime:<epoch millis>}, {@code etag:<etag>} or
 *     {@code sha256:<hex>}
 */
public record SourceFile(String path, long size, String version) {
    public SourceFile {
        requireNonNull(path, "path");
        requireNonNull(version, "version");
    }
}
