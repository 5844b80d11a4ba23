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

    /**
     * Whether this file, listed now, has the content that it had when {@code other} was listed. Versions of two kinds
     * (a time and a hash, say, after the pipeline's {@code fingerprint} was changed) cannot be compared; then the size
     * decides.
     */
    public boolean sameContent(SourceFile other) {
        if (size != other.size) {
            return false;
        }
        return version.equals(other.version) || !kind(version).equals(kind(other.version));
    }

    private static String kind(String version) {
        return version.substring(0, Math.max(0, version.indexOf(':')));
    }
}
