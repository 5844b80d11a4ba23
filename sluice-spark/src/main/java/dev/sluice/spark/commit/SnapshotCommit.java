package dev.sluice.spark.commit;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.ReplacePartitions;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a run's files part of a table, once, whatever the catalog answers or fails to answer. Identity is the run id in the
 * summary of a snapshot among the ancestors of the current one.
 *
 * <p>Each attempt is a new update object: Iceberg's own retry of an update whose answer was lost could undo it. The
 * validator within the commit looks for the run id on exactly the state that the commit is based on; looking beforehand
 * alone would leave a gap.
 */
final class SnapshotCommit {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCommit.class);

    private static final String FENCE = "sluice.fence";

    private final Table table;
    private final String runId;
    private final CommitPatience patience;

    SnapshotCommit(Table table, String runId, CommitPatience patience) {
        this.table = table;
        this.runId = runId;
        this.patience = patience;
    }

    /**
     * Appends the files, or finds that they are there already.
     *
     * @param summary entries for the snapshot; the run id is added
     * @param guard throws if the caller may not commit any more; called within each commit
     * @return the snapshot's id
     * @throws SluiceException {@code COMMIT_OUTCOME_UNKNOWN} if the catalog cannot be asked, {@code COMMIT_FAILED} if the
     *     run was absent when last asked; in both cases nothing was deleted and the call may be repeated
     */
    long append(Iterable<DataFile> files, Map<String, String> summary, Runnable guard) {
        return commit(() -> appended(files), summary, ancestors -> guard.run());
    }

    /**
     * As {@link #append(Iterable, Map, Runnable)}, unless somebody has changed a row since.
     *
     * @throws SluiceException as there; {@code TARGET_CHANGED}
     */
    long append(Iterable<DataFile> files, OptionalLong since, Map<String, String> summary, Runnable guard) {
        return commit(() -> appended(files), summary, ancestors -> {
            ChangesSince.any(table, runId, since).check(ancestors);
            guard.run();
        });
    }

    /**
     * Puts the files in the place of some rows, in one snapshot, or finds that they are there already.
     *
     * @param replaced whole partitions, so that no file holds other rows too
     * @throws SluiceException as {@link #append}; {@code WINDOW_CHANGED} if somebody has added or removed such rows meanwhile; to
     *     rewrite their files is neither
     */
    long replace(ReplacedRows replaced, Iterable<DataFile> files, Map<String, String> summary, Runnable guard) {
        try {
            RowsTaken taken = new RowsTaken(table, replaced.filter(), replaced.since());
            return commit(
                    () -> overwritten(replaced, files),
                    summary,
                    ancestors -> {
                        taken.refuse(ancestors);
                        guard.run();
                    },
                    // What was added since the run began stays added, however often it is tried.
                    ValidationException.class::isInstance);
        } catch (SluiceException e) {
            if (e.getCause() instanceof ValidationException refused) {
                throw new SluiceException(
                        ErrorCode.WINDOW_CHANGED,
                        "Cannot replace rows of %s by those of run %s: %s"
                                .formatted(table.name(), runId, refused.getMessage()),
                        refused);
            }
            throw e;
        }
    }

    /**
     * Makes the files the whole table, in one snapshot, or finds that they are.
     *
     * @param since the snapshot when the run began; empty if there was none
     * @throws SluiceException as {@link #append}; {@code TARGET_CHANGED} if somebody has changed a row since
     */
    long replaceTable(OptionalLong since, List<DataFile> files, Map<String, String> summary, Runnable guard) {
        return commit(
                () -> {
                    OverwriteFiles overwrite = table.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
                    files.forEach(overwrite::addFile);
                    return overwrite;
                },
                summary,
                ancestors -> {
                    ChangesSince.any(table, runId, since).check(ancestors);
                    guard.run();
                });
    }

    /**
     * Puts the files in the place of the partitions in which they lie, in one snapshot, or finds that they are there.
     *
     * @param since the snapshot when the run began; empty if there was none
     * @throws SluiceException as {@link #append}; {@code TARGET_CHANGED} if somebody has changed a row of these partitions
     *     since, or the table has files that are partitioned otherwise
     */
    long replacePartitions(OptionalLong since, List<DataFile> files, Map<String, String> summary, Runnable guard) {
        if (files.isEmpty()) {
            return append(files, summary, guard);
        }
        return commit(
                () -> {
                    checkPartitioning(files.get(0).specId());
                    ReplacePartitions replace = table.newReplacePartitions();
                    files.forEach(replace::addFile);
                    return replace;
                },
                summary,
                ancestors -> {
                    ChangesSince.inPartitions(table, runId, since, files).check(ancestors);
                    guard.run();
                });
    }

    /** Files of another partitioning would stay beside those that hold the same rows anew. */
    private void checkPartitioning(int spec) {
        Snapshot current = table.currentSnapshot();
        if (current != null
                && current.dataManifests(table.io()).stream()
                        // Once they are rewritten, a manifest goes on to tell that they were deleted.
                        .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                        .anyMatch(manifest -> manifest.partitionSpecId() != spec)) {
            throw new SluiceException(
                    ErrorCode.TARGET_CHANGED,
                    "Cannot overwrite partitions of %s by those of run %s: the table has files that are partitioned otherwise; rewrite them first"
                            .formatted(table.name(), runId));
        }
    }

    /**
     * Puts files in the place of others, in one snapshot, or finds that they are there. Where somebody else has changed the
     * table meanwhile, the files are asked for anew.
     *
     * @param rewritten made from the table as it was refreshed last
     * @param unchangedSince the state since which nobody may have changed a row; empty where anybody may
     * @throws SluiceException as {@link #append}; {@code TARGET_CHANGED}
     */
    long rewrite(
            Supplier<Merger.Rewritten> rewritten,
            Optional<MergedRows.Base> unchangedSince,
            Map<String, String> summary,
            Runnable guard) {
        return commit(() -> overwritten(rewritten.get()), summary, ancestors -> {
            checkUnchanged(unchangedSince, ancestors);
            guard.run();
        });
    }

    /** As {@link #rewrite} does, of the table as it was last refreshed. */
    void checkUnchanged(Optional<MergedRows.Base> since) {
        checkUnchanged(since, SnapshotUtil.currentAncestors(table));
    }

    private void checkUnchanged(Optional<MergedRows.Base> since, Iterable<Snapshot> ancestors) {
        since.ifPresent(base -> ChangesSince.any(table, runId, base.snapshot()).check(ancestors));
    }

    private OverwriteFiles overwritten(Merger.Rewritten files) {
        OverwriteFiles overwrite = table.newOverwrite()
                .conflictDetectionFilter(Expressions.alwaysTrue())
                .validateNoConflictingData()
                .validateNoConflictingDeletes();
        files.base().ifPresent(overwrite::validateFromSnapshot);
        files.removed().forEach(overwrite::deleteFile);
        files.added().forEach(overwrite::addFile);
        files.told().forEach(overwrite::set);
        return overwrite;
    }

    /**
     * Takes files away and puts others back, in one snapshot, or finds that it is done already.
     *
     * @param undone finds out which, of the table as it was last refreshed
     * @throws SluiceException as {@link #append}, or what {@code undone} throws
     */
    long takeBack(Supplier<UndoneFiles> undone, Map<String, String> summary) {
        AtomicReference<UndoneFiles> last = new AtomicReference<>();
        return commit(
                () -> {
                    UndoneFiles found = undone.get();
                    last.set(found);
                    return found.update(table);
                },
                summary,
                ancestors -> {
                    UndoneFiles found = last.get();
                    if (found == null || !found.holdsFor(ancestors)) {
                        throw new IllegalStateException("the table has changed since it was looked at");
                    }
                });
    }

    private AppendFiles appended(Iterable<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        return append;
    }

    private OverwriteFiles overwritten(ReplacedRows replaced, Iterable<DataFile> files) {
        OverwriteFiles overwrite = table.newOverwrite()
                .overwriteByRowFilter(replaced.filter())
                .conflictDetectionFilter(replaced.filter())
                .validateNoConflictingData();
        // Without a snapshot to start from, all that the table ever got is looked at.
        replaced.since().ifPresent(overwrite::validateFromSnapshot);
        boolean none = true;
        for (DataFile file : files) {
            overwrite.addFile(file);
            none = false;
        }
        // Rows of another window would come twice when this one is replaced again.
        return none || !replaced.alone() ? overwrite : overwrite.validateAddedFilesMatchOverwriteFilter();
    }

    private long commit(
            Supplier<SnapshotUpdate<?>> update, Map<String, String> summary, Consumer<Iterable<Snapshot>> guard) {
        return commit(update, summary, guard, any -> false);
    }

    /**
     * @param guard is given the ancestors of each commit's state, newest first
     * @param hopeless which failures are for good, unless the run has landed
     */
    private long commit(
            Supplier<SnapshotUpdate<?>> update,
            Map<String, String> summary,
            Consumer<Iterable<Snapshot>> guard,
            Predicate<RuntimeException> hopeless) {
        RuntimeException last = new IllegalStateException("it is never there after a commit that reported success");
        for (int attempt = 1; attempt <= patience.attempts(); attempt++) {
            try {
                table.refresh();
                OptionalLong landed = landed();
                if (landed.isPresent()) {
                    return landed.getAsLong();
                }
                commitOnce(update.get(), summary, guard);
                // A commit that returned normally is believed when its snapshot is seen: by the next look.
            } catch (AlreadyLanded e) {
                LOG.info("Run {} was found in {} while committing", runId, table.name());
            } catch (SluiceException e) {
                throw e;
            } catch (RuntimeException e) {
                last = e;
                LOG.warn("Attempt {} to commit run {} to {} failed", attempt, runId, table.name(), e);
                if (hopeless.test(e)) {
                    break;
                }
                pauseAfter(attempt);
            }
        }
        return lastLook(last);
    }

    private long lastLook(RuntimeException last) {
        try {
            table.refresh();
            OptionalLong landed = landed();
            if (landed.isPresent()) {
                return landed.getAsLong();
            }
        } catch (RuntimeException e) {
            throw unknown(e);
        }
        throw new SluiceException(
                ErrorCode.COMMIT_FAILED,
                "Cannot commit run %s to %s in %d attempts: %s"
                        .formatted(runId, table.name(), patience.attempts(), last.getMessage()),
                last);
    }

    private void commitOnce(SnapshotUpdate<?> update, Map<String, String> summary, Consumer<Iterable<Snapshot>> guard) {
        summary.forEach(update::set);
        update.set(Summary.RUN_ID, runId);
        update.validateWith(ancestors -> {
            for (Snapshot snapshot : ancestors) {
                if (isOurs(snapshot)) {
                    throw new AlreadyLanded();
                }
            }
            guard.accept(ancestors);
            return true;
        });
        // Nothing that an unknown outcome may have made part of the table is ever deleted.
        update.deleteWith(path -> {});
        update.commit();
    }

    /** The run's snapshot among the ancestors of the table's current one. Looks at what was last refreshed. */
    OptionalLong landed() {
        for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
            if (isOurs(snapshot)) {
                return OptionalLong.of(snapshot.snapshotId());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Whether the run has landed, for good: an update that is still on its way can no longer succeed, since the table has
     * moved on under it.
     */
    OptionalLong landedAfterFence() {
        RuntimeException last = new IllegalStateException("the fence is never there");
        for (int attempt = 1; attempt <= patience.attempts(); attempt++) {
            String fence = UUID.randomUUID().toString();
            try {
                table.refresh();
                table.updateProperties().set(FENCE, fence).commit();
            } catch (RuntimeException e) {
                // It may be there all the same: look.
                last = e;
            }
            try {
                table.refresh();
                if (fence.equals(table.properties().get(FENCE))) {
                    return landed();
                }
            } catch (RuntimeException e) {
                last = e;
            }
            pauseAfter(attempt);
        }
        throw unknown(last);
    }

    /** What the run's snapshot says under a key; empty if there is no such snapshot or entry. */
    Optional<String> summary(long snapshot, String key) {
        return Optional.ofNullable(table.snapshot(snapshot))
                .map(found -> found.summary().get(key));
    }

    private boolean isOurs(Snapshot snapshot) {
        return snapshot.summary() != null && runId.equals(snapshot.summary().get(Summary.RUN_ID));
    }

    private void pauseAfter(int attempt) {
        long millis = patience.after(attempt).toMillis();
        try {
            Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(e);
        }
    }

    private SluiceException unknown(Exception cause) {
        return new SluiceException(
                ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                "Cannot tell whether run %s landed in %s: %s".formatted(runId, table.name(), cause.getMessage()),
                cause);
    }

    /** Not one of Iceberg's own exceptions: for some of those it deletes what it believes to be uncommitted. */
    private static final class AlreadyLanded extends RuntimeException {
        AlreadyLanded() {
            super("the run has landed", null, false, false);
        }
    }
}
