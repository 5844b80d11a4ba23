package dev.sluice.spark.commit;

/** The steps by which a run is published, in their order. */
public enum CommitStep {
    WRITE_COMMIT_FILE,
    LEDGER_PREPARED,
    COMMIT_QUARANTINE,
    COMMIT_TARGET,
    LEDGER_PUBLISHED
}
