package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.ledger.Abandoned;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Ends the wait of a run that is held: it is published from its commit file onto whatever the target is by then, or
 * discarded. Each may be repeated after a crash, and has happened once then.
 */
public final class Decision {
    private final Ledger ledger;
    private final Publisher publisher;
    private final Auditor auditor;

    public Decision(Ledger ledger, Publisher publisher) {
        this(ledger, publisher, Auditor.NONE);
    }

    /** @param auditor for runs that merge */
    public Decision(Ledger ledger, Publisher publisher, Auditor auditor) {
        this.ledger = requireNonNull(ledger, "ledger");
        this.publisher = requireNonNull(publisher, "publisher");
        this.auditor = requireNonNull(auditor, "auditor");
    }

    /**
     * Publishes a run that was prepared when its process ended. One that is published already is left as it is.
     *
     * @throws SluiceException {@code RUN_HELD} if somebody must accept it first; else as {@link #accept}
     */
    public RunRecord publish(String runId, Owner owner) {
        return publish(runId, owner, Optional.empty());
    }

    /**
     * Publishes a run, although it is held. One that is published already is left as it is.
     *
     * @param by who accepts it
     * @throws SluiceException as {@link Ledger#take} and {@link Publisher#publish}; {@code COMMIT_FILE_UNREADABLE}, {@code
     *     TABLE_REPLACED} if it can never land: discard it; {@code AUDIT_FAILED_SINCE} if a merge fails an audit by now that
     *     it did not fail when the ledger was asked last
     */
    public RunRecord accept(String runId, Owner owner, String by) {
        return publish(runId, owner, Optional.of(by));
    }

    private RunRecord publish(String runId, Owner owner, Optional<String> by) {
        RunRecord run = find(runId);
        if (run.state() == RunState.PUBLISHED) {
            return run;
        }
        if (run.state() == RunState.HELD && by.isEmpty()) {
            throw held(run);
        }
        Abandoned taken = ledger.take(runId, owner);
        try {
            publish(taken, by);
        } catch (RuntimeException | Error e) {
            giveUp(taken, e);
            throw e;
        }
        return find(runId);
    }

    private void publish(Abandoned taken, Optional<String> by) {
        String runId = taken.run().runId();
        String file = commitFile(taken.run());
        PreparedRun prepared = publisher.read(file);
        OptionalLong quarantine = taken.run().quarantineSnapshot();
        Optional<String> missing = publisher.firstMissingFile(prepared, quarantine);
        if (missing.isPresent()) {
            throw new SluiceException(
                    ErrorCode.COMMIT_FILE_UNREADABLE,
                    "Cannot publish run %s: its file %s is gone; discard the run, so that its input can be loaded again"
                            .formatted(runId, missing.get()));
        }
        if (taken.run().state() == RunState.HELD) {
            // A conflict is found before anybody has accepted anything: the run stays held.
            publisher.rehearse(prepared);
            accept(taken.lease(), prepared, by.orElseThrow(() -> held(taken.run())));
        } else if (prepared.held().isPresent() && taken.run().acceptedBy().isEmpty()) {
            // Its process ended before it could say that it is held.
            publisher.hold(taken.lease(), prepared);
            accept(taken.lease(), prepared, by.orElseThrow(() -> held(find(runId))));
        }
        publisher.publish(taken.lease(), prepared, quarantine);
    }

    /** Who accepts a run has seen what its audits said. Of a merge, they may say something else by now. */
    private void accept(RunLease lease, PreparedRun run, String by) {
        if (run.replaced().orElse(null) instanceof MergedRows merged
                && merged.audited().isPresent()) {
            Set<String> seen = failed(ledger.audits(run.runId()));
            List<AuditResult> now = judge(lease, run, merged.audited().get());
            ledger.audited(lease, now);
            Set<String> unseen = failed(now);
            unseen.removeAll(seen);
            if (!unseen.isEmpty()) {
                throw new SluiceException(
                        ErrorCode.AUDIT_FAILED_SINCE,
                        "Cannot publish run %s: by what the table is now, it fails %s too"
                                .formatted(run.runId(), String.join(", ", unseen)));
            }
        }
        publisher.accept(lease, by);
    }

    private List<AuditResult> judge(RunLease lease, PreparedRun run, MergedRows.Audited audited) {
        try (LeaseKeeper ignored = new LeaseKeeper(ledger, lease, () -> {});
                StagedTables tables = publisher.staged(run)) {
            return auditor.judge(tables, audited);
        }
    }

    private static Set<String> failed(List<AuditResult> audits) {
        return audits.stream()
                .filter(AuditResult::forbids)
                .map(AuditResult::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** This process may live on: without this it would be told, when it tries again, that it is publishing the run. */
    private void giveUp(Abandoned taken, Throwable cause) {
        try {
            ledger.giveUp(taken.lease());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Throws a run away that is held or was prepared when its process ended: its bad rows are current no more, its files
     * can be loaded again, the files of its good rows are removed. One that has landed meanwhile is published instead; one
     * that is discarded already loses what files it still has.
     *
     * @throws SluiceException as {@link Ledger#take}; {@code COMMIT_OUTCOME_UNKNOWN}: nothing was decided
     */
    public RunRecord discard(String runId, Owner owner, String reason) {
        RunRecord run = find(runId);
        boolean tried = true;
        if (run.state() != RunState.DISCARDED) {
            Abandoned taken = ledger.take(runId, owner);
            tried = taken.run().state() != RunState.HELD;
            try {
                if (publisher.discard(taken.lease(), taken.run(), reason).isPresent()) {
                    return find(runId);
                }
            } catch (RuntimeException | Error e) {
                giveUp(taken, e);
                throw e;
            }
        }
        if (run.commitFile().isPresent()) {
            Optional<PreparedRun> prepared = prepared(run.commitFile().get());
            if (prepared.isPresent()) {
                publisher.deleteFiles(prepared.get(), tried);
            }
        }
        return find(runId);
    }

    /** Empty if it cannot be read any more: the files stay where they are then, known to no table. */
    private Optional<PreparedRun> prepared(String commitFile) {
        try {
            return Optional.of(publisher.read(commitFile));
        } catch (SluiceException e) {
            return Optional.empty();
        }
    }

    private RunRecord find(String runId) {
        return ledger.run(runId)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.RUN_NOT_FOUND, "Cannot find run %s in the ledger".formatted(runId)));
    }

    private static SluiceException held(RunRecord run) {
        return new SluiceException(
                ErrorCode.RUN_HELD,
                "Cannot publish run %s: it is held: %s"
                        .formatted(run.runId(), run.message().orElse("it exceeds its budget")));
    }

    private static String commitFile(RunRecord run) {
        return run.commitFile()
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.COMMIT_FILE_UNREADABLE,
                        "Cannot publish run %s: the ledger names no commit file".formatted(run.runId())));
    }
}
