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
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/**
 * Publishes runs: commit file, ledger prepared, quarantine, target (the commit point), ledger published. Every step may be
 * repeated after a crash; the run lands once. Safe for use by many threads.
 */
public final class Publisher {
    private final ProjectCatalog catalog;
    private final Ledger ledger;
    private final CommitFolder folder;
    private final CommitPatience patience;
    private final CommitObserver observer;

    public Publisher(ProjectCatalog catalog, Ledger ledger, CommitFolder folder, CommitObserver observer) {
        this(catalog, ledger, folder, CommitPatience.DEFAULT, observer);
    }

    public Publisher(
            ProjectCatalog catalog,
            Ledger ledger,
            CommitFolder folder,
            CommitPatience patience,
            CommitObserver observer) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.ledger = requireNonNull(ledger, "ledger");
        this.folder = requireNonNull(folder, "folder");
        this.patience = requireNonNull(patience, "patience");
        this.observer = requireNonNull(observer, "observer");
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
            ledger.prepared(lease, new Prepared(path, run.rows(), run.reasons(), run.measures()));
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
    Optional<String> firstMissingFile(PreparedRun run) {
        for (TableFiles files : List.of(run.target(), run.quarantine())) {
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
     *     call may be repeated by anyone who holds its lease; {@code TABLE_REPLACED}: it can never land; {@code
     *     LEASE_LOST}
     */
    public Published publish(RunLease lease, PreparedRun run) {
        OptionalLong quarantine = step(CommitStep.COMMIT_QUARANTINE, () -> commitQuarantine(lease, run));
        long target = step(CommitStep.COMMIT_TARGET, () -> append(lease, run, run.target(), quarantine));
        Published published = new Published(OptionalLong.of(target), quarantine);
        step(CommitStep.LEDGER_PUBLISHED, () -> {
            ledger.published(lease, published);
            return published;
        });
        return published;
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
            OptionalLong landed = new SnapshotCommit(table.get(), run.runId(), patience).landedAfterFence();
            if (landed.isPresent()) {
                ledger.published(lease, new Published(landed, run.quarantineSnapshot()));
                return landed;
            }
        }
        ledger.discarded(lease, reason);
        return OptionalLong.empty();
    }

    private OptionalLong commitQuarantine(RunLease lease, PreparedRun run) {
        if (run.quarantine().files().isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(append(lease, run, run.quarantine(), OptionalLong.empty()));
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
