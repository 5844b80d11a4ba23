package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Rollback;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;

/**
 * Takes published runs back: one more snapshot in which their rows are not, and those that they had replaced are again. What
 * was asked for is in the ledger first, the snapshot is known by an id of its own, so that each step may be repeated after a
 * crash, and has happened once then.
 */
public final class TakingBack {
    private static final String TAKEN_BACK = "sluice.rolled-back";

    private final ProjectCatalog catalog;
    private final Ledger ledger;
    private final CommitPatience patience;
    private final CommitObserver observer;

    public TakingBack(ProjectCatalog catalog, Ledger ledger, CommitObserver observer) {
        this(catalog, ledger, CommitPatience.DEFAULT, observer);
    }

    TakingBack(ProjectCatalog catalog, Ledger ledger, CommitPatience patience, CommitObserver observer) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.ledger = requireNonNull(ledger, "ledger");
        this.patience = requireNonNull(patience, "patience");
        this.observer = requireNonNull(observer, "observer");
    }

    /**
     * Takes a run back, and others with it; one that was taken back already is left as it is.
     *
     * @param also runs that came after it, of the same target
     * @param by who asks
     * @return the runs as they are then, the first one first
     * @throws SluiceException {@code RUN_NOT_FOUND}, {@code RUN_IN_PROGRESS}, {@code ROLLBACK_REFUSED} with the reason:
     *     nothing was done; {@code COMMIT_OUTCOME_UNKNOWN}, {@code COMMIT_FAILED}: repeat it
     */
    public List<RunRecord> take(String runId, List<String> also, String by) {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(runId);
        ids.addAll(also);
        RunRecord first = find(runId);
        if (first.state() != RunState.ROLLED_BACK) {
            ids.removeIf(id -> find(id).state() == RunState.ROLLED_BACK);
            for (String id : ids) {
                if (find(id).state() != RunState.PUBLISHED) {
                    throw new SluiceException(
                            ErrorCode.ROLLBACK_REFUSED,
                            "Cannot take run %s back: it is %s"
                                    .formatted(id, find(id).state().word()));
                }
                if (!find(id).target().equals(first.target())) {
                    throw new SluiceException(
                            ErrorCode.ROLLBACK_REFUSED,
                            "Cannot take run %s back with run %s: it has another target, %s"
                                    .formatted(runId, id, find(id).target()));
                }
            }
            Rollback asked = ledger.rollbacks().open(first.pipeline()).stream()
                    .filter(open -> open.runs().contains(runId))
                    .findFirst()
                    .orElseGet(() -> ask(new Rollback(runId, List.copyOf(ids), by), first));
            finish(asked);
        }
        List<RunRecord> now = new ArrayList<>();
        ids.addAll(also);
        ids.forEach(id -> now.add(find(id)));
        return now;
    }

    private Rollback ask(Rollback rollback, RunRecord first) {
        // What cannot be done is refused before anything is asked for.
        Table table = table(first);
        if (new SnapshotCommit(table, id(rollback), patience).landed().isEmpty()) {
            UndoneFiles ignored = UndoneFiles.of(table, Set.copyOf(rollback.runs()));
        }
        observer.before(CommitStep.LEDGER_ROLLBACK_ASKED);
        ledger.rollbacks().ask(rollback);
        observer.after(CommitStep.LEDGER_ROLLBACK_ASKED);
        return rollback;
    }

    /**
     * Finishes what was asked for.
     *
     * @throws SluiceException as {@link #take}
     */
    void finish(Rollback rollback) {
        Table table = table(find(rollback.leader()));
        SnapshotCommit commit = new SnapshotCommit(table, id(rollback), patience);
        observer.before(CommitStep.COMMIT_ROLLBACK);
        long snapshot;
        try {
            CopiedFiles copies = new CopiedFiles(table, id(rollback));
            snapshot = commit.takeBack(
                    () -> copies.in(UndoneFiles.of(table, Set.copyOf(rollback.runs()))),
                    Map.of(TAKEN_BACK, String.join(",", rollback.runs())));
        } catch (SluiceException e) {
            if (e.code() == ErrorCode.ROLLBACK_REFUSED
                    && commit.landedAfterFence().isEmpty()) {
                ledger.rollbacks().giveUp(rollback);
            }
            throw e;
        }
        observer.after(CommitStep.COMMIT_ROLLBACK);
        observer.before(CommitStep.LEDGER_ROLLED_BACK);
        ledger.rollbacks().done(rollback, "taken back by %s, snapshot %d".formatted(rollback.by(), snapshot));
        observer.after(CommitStep.LEDGER_ROLLED_BACK);
    }

    /** A run is taken back once: another that takes its place has another id. */
    private static String id(Rollback rollback) {
        return "rollback-" + rollback.leader();
    }

    private Table table(RunRecord run) {
        return catalog.find(TableName.parse(run.target()))
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.ROLLBACK_REFUSED,
                        "Cannot take run %s back: its target %s was dropped".formatted(run.runId(), run.target())));
    }

    private RunRecord find(String runId) {
        return ledger.run(runId)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.RUN_NOT_FOUND, "Cannot find run %s in the ledger".formatted(runId)));
    }
}
