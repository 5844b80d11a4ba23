package dev.sluice.spark.run;

import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;

/** Tells of the steps of a publication: to the caller's observer, as phases, and to the listener. */
final class CommitPhases implements CommitObserver {
    private final CommitObserver observer;
    private final Phases phases;
    private final RunListener listener;
    private long startMillis;

    CommitPhases(CommitObserver observer, Phases phases, RunListener listener) {
        this.observer = observer;
        this.phases = phases;
        this.listener = listener;
    }

    @Override
    public void before(CommitStep step) {
        startMillis = phases.millis();
        listener.step("publish", describe(step));
        observer.before(step);
    }

    @Override
    public void after(CommitStep step) {
        phases.add(describe(step), startMillis);
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
        };
    }
}
