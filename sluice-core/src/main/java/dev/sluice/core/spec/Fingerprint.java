package dev.sluice.core.spec;

/** How a source file is known again. */
enum Fingerprint {
    /** By size and modification time, or the store's etag. */
    METADATA,
    /** By a hash of its content. */
    CONTENT
}
