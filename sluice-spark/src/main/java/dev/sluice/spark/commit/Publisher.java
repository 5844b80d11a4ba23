package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Prepared;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes runs: commit file, ledger prepared, quarantine, target (the commit point), ledger published. Every step may be
 * repeated after a crash; the run lands once. Safe for use by many threads.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final ProjectCatalog catalog;
    private final Ledger ledger;
    private final CommitFolder folder;
    private final CommitPatience patience;
    private final CommitObserver observer;
    private final Merger merger;

    public Publisher(ProjectCatalog catalog, Ledger ledger, CommitFolder folder, CommitObserver observer) {
        this(catalog, ledger, folder, CommitPatience.DEFAULT, observer);
    }

    public Publisher(
            ProjectCatalog catalog,
            Ledger ledger,
            CommitFolder folder,
            CommitPatience patience,
            CommitObserver observer) {
        this(catalog, ledger, folder, patience, observer, Merger.NONE);
    }

    /** @param merger for runs that merge */
    public Publisher(
            ProjectCatalog catalog,
            Ledger ledger,
            CommitFolder folder,
            CommitPatience patience,
            CommitObserver observer,
            Merger merger) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.ledger = requireNonNull(ledger, "ledger");
        this.folder = requireNonNull(folder, "folder");
        this.patience = requireNonNull(patience, "patience");
        this.observer = requireNonNull(observer, "observer");
        this.merger = requireNonNull(merger, "merger");
    }

    /**
     * Makes the run durable: from here on it rolls forward, whatever happens to this process.
     *
     * @return the path of the commit file
     */
    public String prepare(RunLease lease, PreparedRun run) {
        byte[] content = CommitFile.toBytes(run, this::specs);
        String path = step(CommitStep.WRITE_COMMIT_FILE, () -> folder.write(run.runId(), content));
        step(CommitStep.LEDGER_PREPARED, () -> {
            Prepared prepared = new Prepared(
                    path,
                    run.rows(),
                    run.reasons(),
                    run.batch().measures(),
                    run.batch().columns(),
                    run.batch().audits());
            run.batch()
                    .window()
                    .ifPresentOrElse(
                            facts -> ledger.windows().prepared(lease, prepared, facts.changes(), facts.lateRows()),
                            () -> ledger.prepared(lease, prepared));
            return path;
        });
        return path;
    }

    /** The run that a commit file holds. */
    public PreparedRun read(String commitFile) {
        return CommitFile.parse(folder.read(commitFile), commitFile, this::specs);
    }

    /**
     * A file of the run that is no longer in storage; empty if all are there. A table would take it unseen, and could not
     * be read any more.
     */
    Optional<String> firstMissingFile(PreparedRun run, OptionalLong quarantineSnapshot) {
        // What the quarantine has already may have been rewritten since.
        List<TableFiles> due = quarantineSnapshot.isPresent() ? run.pending() : run.tables();
        for (TableFiles files : due) {
            if (files.files().isEmpty()) {
                continue;
            }
            FileIO io = table(files).io();
            for (DataFile file : files.files()) {
                if (!exists(io, file.location())) {
                    return Optional.of(file.location());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean exists(FileIO io, String location) {
        try {
            return io.newInputFile(location).exists();
        } catch (RuntimeException e) {
            throw new SluiceException(
                    ErrorCode.COMMIT_FAILED, "Cannot look for file %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    /**
     * Makes the run's rows visible, bad ones first. A run without bad rows leaves the quarantine alone; one without good
     * rows still makes a snapshot of the target, so that the same place always tells what was published.
     *
     * @throws SluiceException {@code COMMIT_OUTCOME_UNKNOWN} or {@code COMMIT_FAILED}: the run stays prepared, and the
     *     call may be repeated by anyone who holds its lease; {@code TABLE_REPLACED}, {@code WINDOW_CHANGED}, {@code
     *     TARGET_CHANGED}: it can never land; {@code LEASE_LOST}
     */
    public Published publish(RunLease lease, PreparedRun run) {
        return publish(lease, run, OptionalLong.empty());
    }

    /**
     * As {@link #publish(RunLease, PreparedRun)}.
     *
     * @param quarantineSnapshot where the bad rows are, if that is known: a run may be held for longer than the quarantine
     *     keeps its snapshots
     */
    Published publish(RunLease lease, PreparedRun run, OptionalLong quarantineSnapshot) {
        OptionalLong quarantine = step(
                CommitStep.COMMIT_QUARANTINE,
                () -> quarantineSnapshot.isPresent() ? quarantineSnapshot : commitQuarantine(lease, run));
        run.history()
                .ifPresent(history ->
                        step(CommitStep.COMMIT_HISTORY, () -> append(lease, run, history, OptionalLong.empty())));
        // Of a run that never lands, nobody finds them: no row of the target has their ids.
        run.fixes()
                .filter(fixes -> !fixes.files().isEmpty())
                .ifPresent(
                        fixes -> step(CommitStep.COMMIT_FIXES, () -> append(lease, run, fixes, OptionalLong.empty())));
        long target = step(CommitStep.COMMIT_TARGET, () -> commitTarget(lease, run, quarantine));
        Published published = new Published(OptionalLong.of(target), quarantine);
        step(CommitStep.LEDGER_PUBLISHED, () -> {
            ledger.published(lease, published);
            return published;
        });
        if (run.replaced().filter(MergedRows.class::isInstance).isPresent()) {
            step(CommitStep.DELETE_FILES, () -> removeChanges(run.target()));
        }
        return published;
    }

    /** Files of changes have done their work, and never were part of the table. One that cannot be removed stays. */
    private TableFiles removeChanges(TableFiles changes) {
        try {
            FileIO io = table(changes).io();
            changes.files().forEach(file -> io.deleteFile(file.location()));
        } catch (RuntimeException e) {
            LOG.warn("Files of changes that were merged into {} stay", changes.table(), e);
        }
        return changes;
    }

    /**
     * Makes the bad rows of a prepared run visible, and leaves the good ones to a decision.
     *
     * @return the quarantine's snapshot; empty if no row was bad
     * @throws SluiceException as {@link #publish}
     */
    public OptionalLong hold(RunLease lease, PreparedRun run) {
        String why = run.held().orElseThrow();
        OptionalLong quarantine = step(CommitStep.COMMIT_QUARANTINE, () -> commitQuarantine(lease, run));
        step(CommitStep.LEDGER_HELD, () -> {
            ledger.held(lease, quarantine, why);
            return why;
        });
        return quarantine;
    }

    /** Lets a held run go on, for good: whatever happens to this process, the run will be published. */
    void accept(RunLease lease, String by) {
        step(CommitStep.LEDGER_ACCEPTED, () -> {
            ledger.accepted(lease, by);
            return by;
        });
    }

    /**
     * Removes the good rows' files of a run that was discarded, unless the table has them; those of what was mended in them
     * may be in their table already, and stay.
     *
     * @param tried whether the run may ever have been committed to its target
     */
    void deleteFiles(PreparedRun run, boolean tried) {
        step(CommitStep.DELETE_FILES, () -> {
            Optional<Table> table = catalog.find(run.target().table());
            table.ifPresent(target -> new DiscardedFiles(target, run, patience).delete(tried));
            return table;
        });
    }

    /**
     * Discards a prepared or held run, unless it has landed. Once this returns empty, no commit of it can succeed any more.
     *
     * @return where it landed, if it did; the ledger has it as published then
     */
    public OptionalLong discard(RunLease lease, RunRecord run, String reason) {
        ledger.renew(lease);
        Optional<Table> table = catalog.find(TableName.parse(run.target()));
        if (table.isPresent()) {
            SnapshotCommit commit = new SnapshotCommit(table.get(), run.runId(), patience);
            OptionalLong landed = step(CommitStep.FENCE_TARGET, commit::landedAfterFence);
            if (landed.isPresent()) {
                ledger.published(lease, new Published(landed, quarantineSnapshot(commit, landed.getAsLong(), run)));
                return landed;
            }
        }
        step(CommitStep.LEDGER_DISCARDED, () -> {
            ledger.discarded(lease, reason);
            return reason;
        });
        return OptionalLong.empty();
    }

    /** Takes published runs back. */
    TakingBack takingBack() {
        return new TakingBack(catalog, ledger, patience, observer);
    }

    /** Lets deployments change places. */
    Promoting promoting() {
        return new Promoting(catalog, ledger, patience, observer);
    }

    private static OptionalLong quarantineSnapshot(SnapshotCommit commit, long landed, RunRecord run) {
        return run.quarantineSnapshot().isPresent()
                ? run.quarantineSnapshot()
                : commit.summary(landed, Summary.QUARANTINE_SNAPSHOT).stream()
                        .mapToLong(Long::parseLong)
                        .findFirst();
    }

    private OptionalLong commitQuarantine(RunLease lease, PreparedRun run) {
        if (run.quarantine().files().isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(append(lease, run, run.quarantine(), OptionalLong.empty()));
    }

    private long commitTarget(RunLease lease, PreparedRun run, OptionalLong quarantine) {
        Table table = table(run.target());
        return commitTarget(
                table,
                run,
                patience,
                Summary.of(run, lease.epoch(), quarantine),
                () -> ledger.renew(lease),
                how -> merged(lease, table, run, how));
    }

    /**
     * What publication does to the target, or to one that is rehearsed.
     *
     * @param merge what a merge makes of the table as it was refreshed last
     */
    static long commitTarget(
            Table table,
            PreparedRun run,
            CommitPatience patience,
            Map<String, String> summary,
            Runnable guard,
            Function<MergedRows, Merger.Rewritten> merge) {
        SnapshotCommit commit = new SnapshotCommit(table, run.runId(), patience);
        List<DataFile> files = run.target().files();
        if (run.replaced().isEmpty()) {
            return commit.append(files, summary, guard);
        }
        Replaced replaced = run.replaced().get();
        if (replaced instanceof ReplacedRows rows) {
            return commit.replace(rows, files, summary, guard);
        } else if (replaced instanceof ReplacedTable whole) {
            return commit.replaceTable(whole.since(), files, summary, guard);
        } else if (replaced instanceof ReplacedPartitions partitions) {
            return commit.replacePartitions(partitions.since(), files, summary, guard);
        } else if (replaced instanceof MergedRows merged) {
            return commit.rewrite(() -> merge.apply(merged), merged.unchangedSince(), summary, guard);
        } else if (replaced instanceof AddedRows added) {
            return commit.append(files, added.since(), summary, guard);
        }
        throw new IllegalStateException("Cannot be: " + replaced);
    }

    private Merger.Rewritten merged(RunLease lease, Table table, PreparedRun run, MergedRows how) {
        // Most publications take no time, this may take hours.
        try (LeaseKeeper ignored = new LeaseKeeper(ledger, lease, () -> merger.cancel(run.runId()))) {
            return step(CommitStep.MERGE, () -> merger.merge(table, run, how));
        }
    }

    /**
     * Finds out whether a run that waits could be published now; changes nothing.
     *
     * @throws SluiceException as {@link #publish}, if it could never be published
     */
    void rehearse(PreparedRun run) {
        if (run.replaced().orElse(null) instanceof MergedRows merged) {
            // What comes of a merge, only a job can tell.
            new SnapshotCommit(table(run.target()), run.runId(), patience).checkUnchanged(merged.unchangedSince());
        } else {
            staged(run).close();
        }
    }

    /**
     * The target of a run that is written, before and after it. The caller closes them.
     *
     * @throws SluiceException as {@link #publish}, if it could never be published
     */
    public StagedTables staged(PreparedRun run) {
        return StagedTables.of(table(run.target()), run, patience);
    }

    private long append(RunLease lease, PreparedRun run, TableFiles files, OptionalLong quarantine) {
        Table table = table(files);
        Map<String, String> summary = Summary.of(run, lease.epoch(), quarantine);
        // Who has lost the lease finds out within the commit, on the state that it is based on.
        return new SnapshotCommit(table, run.runId(), patience)
                .append(files.files(), summary, () -> ledger.renew(lease));
    }

    private Table table(TableFiles files) {
        Table table = catalog.find(files.table()).orElseThrow(() -> replaced(files, "was dropped"));
        if (!table.uuid().equals(files.uuid())) {
            throw replaced(files, "is another table of the same name");
        }
        return table;
    }

    private Map<Integer, PartitionSpec> specs(TableName name) {
        return catalog.find(name)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.TABLE_REPLACED, "Cannot publish to %s: it was dropped".formatted(name)))
                .specs();
    }

    private <T> T step(CommitStep step, Supplier<T> action) {
        observer.before(step);
        T result = action.get();
        observer.after(step);
        return result;
    }

    private static SluiceException replaced(TableFiles files, String why) {
        return new SluiceException(
                ErrorCode.TABLE_REPLACED,
                "Cannot publish to %s: since the files were written it %s".formatted(files.table(), why));
    }
}
