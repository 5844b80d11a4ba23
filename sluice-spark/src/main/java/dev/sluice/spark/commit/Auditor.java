package dev.sluice.spark.commit;

import dev.sluice.core.audit.AuditResult;
import dev.sluice.spark.commit.MergedRows.Audited;
import java.util.List;

/** Asks the audits of a run that is held once more. Safe for use by many threads. */
@FunctionalInterface
public interface Auditor {
    /** For who decides about no merges. */
    Auditor NONE = (tables, audited) -> {
        throw new IllegalStateException("Cannot audit a merge: nothing here can");
    };

    /**
     * What they say now.
     *
     * @param tables the changes, and the target as it is by now
     * @return in the order of the audits
     */
    List<AuditResult> judge(StagedTables tables, Audited audited);
}
