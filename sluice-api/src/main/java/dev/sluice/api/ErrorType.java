package dev.sluice.api;

/** Who can mend an error. */
public enum ErrorType {
    /** The command, the configuration or the pipeline is wrong. */
    USER,
    /** The data is not what the pipeline can read. */
    DATA,
    /** A file system, catalog, ledger or network did not do its part. */
    EXTERNAL,
    /** A defect of Sluice. */
    INTERNAL
}
