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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/**
 * Takes published runs back: one more snapshot in which their rows are not, and those that they had replaced are again. What
 * was asked for is in the ledger first, the snapshot is known by an id of its own, so that each step may be repeated after a
 * crash, and has happened once then.
 */
public final class TakingBack {
    static final String TAKEN_BACK = "sluice.rolled-back";

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
     * Takes a run back, and others with it; those that were taken back already are left as they are.
     *
     * @param also runs that came after it, of the same target
     * @param by who asks
     * @param refusal throws what speaks against taking the runs back; asked before, and once more when no other run can
     *     change the answer
     * @return the runs as they are then, the first one first
     * @throws SluiceException {@code RUN_NOT_FOUND}, {@code RUN_IN_PROGRESS}, {@code ROLLBACK_REFUSED} with the reason:
     *     nothing was done; {@code COMMIT_OUTCOME_UNKNOWN}, {@code COMMIT_FAILED}: repeat it
     */
    public List<RunRecord> take(String runId, List<String> also, String by, Consumer<Collection<String>> refusal) {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(runId);
        ids.addAll(also);
        List<RunRecord> open = open(ids);
        check(open, find(runId));
        open.stream()
                .map(RunRecord::pipeline)
                .distinct()
                .flatMap(pipeline -> ledger.rollbacks().open(pipeline).stream())
                .filter(asked -> open.stream().anyMatch(run -> asked.runs().contains(run.runId())))
                .distinct()
                .toList()
                .forEach(this::finish);
        List<String> left = open(ids).stream().map(RunRecord::runId).toList();
        if (!left.isEmpty()) {
            Rollback rollback = new Rollback(left.get(0), left, by);
            ask(rollback, refusal);
            finish(rollback);
        }
        return ids.stream().map(this::find).toList();
    }

    private List<RunRecord> open(Collection<String> ids) {
        return ids.stream()
                .map(this::find)
                .filter(run -> run.state() != RunState.ROLLED_BACK)
                .toList();
    }

    private static void check(List<RunRecord> runs, RunRecord first) {
        for (RunRecord run : runs) {
            if (run.state() != RunState.PUBLISHED) {
                throw new SluiceException(
                        ErrorCode.ROLLBACK_REFUSED,
                        "Cannot take run %s back: it is %s"
                                .formatted(run.runId(), run.state().word()));
            }
            if (!run.target().equals(first.target())) {
                throw new SluiceException(
                        ErrorCode.ROLLBACK_REFUSED,
                        "Cannot take run %s back with run %s: it has another target, %s"
                                .formatted(first.runId(), run.runId(), run.target()));
            }
        }
    }

    private void ask(Rollback rollback, Consumer<Collection<String>> refusal) {
        // What cannot be done is refused before anything is asked for.
        refusal.accept(rollback.runs());
        RunRecord first = find(rollback.leader());
        Table table = table(first).orElseThrow(() -> dropped(first));
        if (new SnapshotCommit(table, id(rollback), patience).landed().isEmpty()) {
            UndoneFiles ignored = undone(table, rollback);
        }
        observer.before(CommitStep.LEDGER_ROLLBACK_ASKED);
        ledger.rollbacks().ask(rollback);
        observer.after(CommitStep.LEDGER_ROLLBACK_ASKED);
        try {
            refusal.accept(rollback.runs());
        } catch (SluiceException e) {
            ledger.rollbacks().giveUp(rollback);
            throw e;
        }
    }

    private UndoneFiles undone(Table table, Rollback rollback) {
        boolean windows =
                rollback.runs().stream().allMatch(run -> find(run).window().isPresent());
        return UndoneFiles.of(table, Set.copyOf(rollback.runs()), windows);
    }

    /**
     * Finishes what was asked for.
     *
     * @throws SluiceException as {@link #take}
     */
    void finish(Rollback rollback) {
        RunRecord leader = find(rollback.leader());
        Optional<Table> found = table(leader);
        if (found.isEmpty()) {
            ledger.rollbacks().giveUp(rollback);
            throw dropped(leader);
        }
        Table table = found.get();
        SnapshotCommit commit = new SnapshotCommit(table, id(rollback), patience);
        observer.before(CommitStep.COMMIT_ROLLBACK);
        long snapshot;
        try {
            CopiedFiles copies = new CopiedFiles(table, id(rollback));
            snapshot = commit.takeBack(
                    () -> copies.in(undone(table, rollback)), Map.of(TAKEN_BACK, String.join(",", rollback.runs())));
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

    private Optional<Table> table(RunRecord run) {
        return catalog.find(TableName.parse(run.target()));
    }

    private static SluiceException dropped(RunRecord run) {
        return new SluiceException(
                ErrorCode.ROLLBACK_REFUSED,
                "Cannot take run %s back: its target %s was dropped".formatted(run.runId(), run.target()));
    }

    private RunRecord find(String runId) {
        return ledger.run(runId)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.RUN_NOT_FOUND, "Cannot find run %s in the ledger".formatted(runId)));
    }
}
