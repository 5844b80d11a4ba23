package dev.sluice.spark.run;

import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import java.util.ArrayDeque;
import java.util.Deque;

/** Tells of the steps of a publication: to the caller's observer, as phases, and to the listener. */
final class CommitPhases implements CommitObserver {
    private final CommitObserver observer;
    private final Phases phases;
    private final RunListener listener;
    /** The innermost step last. */
    private final Deque<Long> startMillis = new ArrayDeque<>();

    CommitPhases(CommitObserver observer, Phases phases, RunListener listener) {
        this.observer = observer;
        this.phases = phases;
        this.listener = listener;
    }

    @Override
    public void before(CommitStep step) {
        startMillis.push(phases.millis());
        listener.step("publish", describe(step));
        observer.before(step);
    }

    @Override
    public void after(CommitStep step) {
        phases.add(describe(step), startMillis.pop());
        observer.after(step);
    }

    private static String describe(CommitStep step) {
        return switch (step) {
            case WRITE_COMMIT_FILE -> "write commit file";
            case LEDGER_PREPARED -> "ledger: prepared";
            case COMMIT_QUARANTINE -> "commit quarantine";
            case COMMIT_TARGET -> "commit target";
            case LEDGER_PUBLISHED -> "ledger: published";
            case COMMIT_HISTORY -> "commit history";
            case COMMIT_FIXES -> "commit fixes";
            case LEDGER_HELD -> "ledger: held";
            case LEDGER_ACCEPTED -> "ledger: accepted";
            case FENCE_TARGET -> "fence target";
            case LEDGER_DISCARDED -> "ledger: discarded";
            case DELETE_FILES -> "delete files";
            case MERGE -> "merge";
            case LEDGER_ROLLBACK_ASKED -> "ledger: rollback";
            case COMMIT_ROLLBACK -> "commit rollback";
            case LEDGER_ROLLED_BACK -> "ledger: rolled back";
            case LEDGER_PROMOTION_ASKED -> "ledger: promotion";
            case RENAME_TABLES -> "rename tables";
            case LEDGER_PROMOTED -> "ledger: promoted";
        };
    }
}
