package dev.sluice.spark.commit;

import java.util.List;

/** The steps by which a run is published, in their order; then those by which it is held, decided upon, and taken back; those of a promotion. */
public enum CommitStep {
    WRITE_COMMIT_FILE,
    LEDGER_PREPARED,
    COMMIT_QUARANTINE,
    COMMIT_TARGET,
    LEDGER_PUBLISHED,
    COMMIT_HISTORY,
    COMMIT_FIXES,
    LEDGER_HELD,
    LEDGER_ACCEPTED,
    FENCE_TARGET,
    LEDGER_DISCARDED,
    DELETE_FILES,
    /** Within {@link #COMMIT_TARGET}, where rows are merged; again whenever somebody else was quicker. */
    MERGE,
    LEDGER_ROLLBACK_ASKED,
    COMMIT_ROLLBACK,
    LEDGER_ROLLED_BACK,
    LEDGER_PROMOTION_ASKED,
    RENAME_TABLES,
    LEDGER_PROMOTED;

    /** Those that every run takes that is not held. */
    public static List<CommitStep> publishing() {
        return List.of(WRITE_COMMIT_FILE, LEDGER_PREPARED, COMMIT_QUARANTINE, COMMIT_TARGET, LEDGER_PUBLISHED);
    }
}
