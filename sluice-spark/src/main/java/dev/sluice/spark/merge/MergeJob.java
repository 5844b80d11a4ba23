package dev.sluice.spark.merge;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.commit.MergedRows;
import dev.sluice.spark.commit.Merger;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.sink.JobFailure;
import dev.sluice.spark.sink.JobGroup;
import dev.sluice.spark.sink.RowsWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Merges by Spark, copying on write: files that hold a key of the changes are written anew, others are not read beyond
 * their keys, or not at all where statistics or partitions show that they hold none.
 */
public final class MergeJob implements Merger {
    private final Supplier<SparkSession> session;

    /** @param session that knows the project's catalog */
    public MergeJob(Supplier<SparkSession> session) {
        this.session = requireNonNull(session, "session");
    }

    @Override
    public Rewritten merge(Table table, PreparedRun run, MergedRows how) {
        Snapshot base = table.currentSnapshot();
        OptionalLong since = base == null ? OptionalLong.empty() : OptionalLong.of(base.snapshotId());
        List<DataFile> changes = run.target().files();
        if (changes.isEmpty()) {
            return new Rewritten(since, List.of(), List.of(), Map.of());
        }
        check(table, run, how);
        try (JobGroup ignored =
                        JobGroup.enter(session.get().sparkContext(), run.runId(), "sluice merge " + run.pipeline());
                StagedTasks tasks = new StagedTasks(session.get())) {
            Changes rows =
                    Changes.of(tasks.readFiles(how.deletes() ? ChangeTable.of(table) : table, changes), changes, how);
            List<FileScanTask> candidates = candidates(table, base, how, changes);
            try (Revision revision = how.versions().isPresent()
                    ? new VersionRevision(table, how, rows)
                    : new StateRevision(table, how, rows)) {
                Set<String> files =
                        candidates.isEmpty() ? Set.of() : files(revision.concerned(tasks.read(table, candidates)));
                List<FileScanTask> touched = candidates.stream()
                        .filter(task -> files.contains(task.file().location()))
                        .toList();
                Dataset<Row> before = touched.isEmpty() ? rows.none(table) : tasks.read(table, touched);
                RowsWrite.Done done = RowsWrite.write(
                        revision.rewritten(before),
                        table,
                        run.runId() + "-merge-" + UUID.randomUUID(),
                        Kind.values().length);
                checkBalance(run, touched, done);
                return new Rewritten(
                        since, touched.stream().map(FileScanTask::file).toList(), done.files(), told(done));
            }
        }
    }

    @Override
    public void cancel(String runId) {
        session.get().sparkContext().cancelJobGroup(runId);
    }

    private static void check(Table table, PreparedRun run, MergedRows how) {
        for (String column : how.columns()) {
            if (table.schema().findField(column) == null) {
                throw new SluiceException(
                        ErrorCode.TARGET_CHANGED,
                        "Cannot merge the rows of run %s into %s: its column %s is gone"
                                .formatted(run.runId(), table.name(), column));
            }
        }
        // Spark would not see such a column, and it would be lost.
        if (TypeUtil.indexById(table.schema().asStruct()).values().stream()
                .anyMatch(field -> field.type().typeId() == Type.TypeID.TIME)) {
            throw new SluiceException(
                    ErrorCode.TARGET_CHANGED,
                    "Cannot merge the rows of run %s into %s: it has got a column of type time, which Spark cannot read"
                            .formatted(run.runId(), table.name()));
        }
    }

    private static List<FileScanTask> candidates(
            Table table, @Nullable Snapshot base, MergedRows how, List<DataFile> changes) {
        if (base == null) {
            return List.of();
        }
        List<FileScanTask> tasks = new ArrayList<>();
        // With residuals, readers would pass over parts of files that must be written again as a whole.
        try (CloseableIterable<FileScanTask> planned = table.newScan()
                .useSnapshot(base.snapshotId())
                .filter(KeyRange.of(table.schema(), how.keys(), changes))
                .ignoreResiduals()
                .planFiles()) {
            planned.forEach(tasks::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the files of " + table.name(), e);
        }
        return tasks;
    }

    private static Set<String> files(Dataset<Row> concerned) {
        return JobFailure.mapped(() -> concerned.distinct().collectAsList()).stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
    }

    /** Every row of a file that is taken out must be accounted for. */
    private static void checkBalance(PreparedRun run, List<FileScanTask> touched, RowsWrite.Done done) {
        long written = done.files().stream().mapToLong(DataFile::recordCount).sum();
        long before = 0;
        long after = 0;
        for (Kind kind : Kind.values()) {
            before += kind.before() ? done.rows()[kind.ordinal()] : 0;
            after += kind.after() ? done.rows()[kind.ordinal()] : 0;
        }
        boolean exact = touched.stream().allMatch(task -> task.deletes().isEmpty());
        long had = touched.stream().mapToLong(task -> task.file().recordCount()).sum();
        if (written != after || (exact ? before != had : before > had)) {
            throw new SluiceException(
                    ErrorCode.ROWS_UNBALANCED,
                    "Cannot publish run %s: of %d rows %d were merged, of %d that are left %d are in files"
                            .formatted(run.runId(), had, before, after, written));
        }
    }

    private static Map<String, String> told(RowsWrite.Done done) {
        Map<String, Long> told = new HashMap<>();
        for (Kind kind : Kind.values()) {
            kind.summary().ifPresent(key -> told.merge(key, done.rows()[kind.ordinal()], Long::sum));
        }
        return told.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, rows -> rows.getValue().toString()));
    }
}
