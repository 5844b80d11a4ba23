package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.budget.BudgetCounts.FileCount;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.RowCounts;
import dev.sluice.spark.catalog.FixesSchema;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.catalog.TwoTables;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The one job of a run: every row goes to one of two tables, in one pass, counted by the tasks that write. */
public final class TwoTableWrite {
    private TwoTableWrite() {}

    /**
     * Runs the job. Nothing is committed. If it fails, what its tasks wrote is deleted; tasks that were still at work then
     * delete theirs when they notice, which may be after this call.
     *
     * <p>The session must know the catalog ({@link ProjectCatalog#sparkSettings}) where the target is partitioned by
     * anything but few buckets or years.
     *
     * @param classified with the columns of {@link ClassifiedRows}; good rows have the target's columns, by name
     * @param runId becomes part of every file's name
     * @throws SluiceException {@code STORAGE_FULL}, {@code JOB_FAILED}, or internal if rows do not fit or add up
     */
    public static Written write(Dataset<Row> classified, TwoTables tables, String runId, BadRowMapper.Factory badRows) {
        return write(classified, tables, runId, badRows, RowNotices.Factory.NONE, List.of(), Optional.empty());
    }

    /**
     * As above, counting notices and measuring columns of good rows too.
     *
     * @param mends tells what was mended; empty where nothing is
     */
    public static Written write(
            Dataset<Row> classified,
            TwoTables tables,
            String runId,
            BadRowMapper.Factory badRows,
            RowNotices.Factory notices,
            List<Measurement> measurements,
            Optional<RowMending.Factory> mends) {
        StructType schema = classified.schema();
        int good = schema.fieldIndex(ClassifiedRows.GOOD);
        int bad = schema.fieldIndex(ClassifiedRows.BAD);
        int file = Arrays.asList(schema.fieldNames()).indexOf(ClassifiedRows.FILE);
        StructType goodRows = (StructType) schema.apply(good).dataType();
        StructType badStruct = (StructType) schema.apply(bad).dataType();
        int notice = List.of(schema.fieldNames()).indexOf(ClassifiedRows.NOTICES);
        int noticeFields = notice < 0 ? 0 : ((StructType) schema.apply(notice).dataType()).size();
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(classified.sparkSession().sparkContext());

        TableWritePlan target = TableWritePlan.of(spark, tables.target(), goodRows, runId);
        TableWritePlan quarantine = TableWritePlan.of(spark, tables.quarantine(), QuarantineSchema.spark(), runId);
        TaskWriterFactory.@Nullable Mending mending = mends.map(rows -> new TaskWriterFactory.Mending(
                        TableWritePlan.of(
                                spark,
                                tables.fixes()
                                        .orElseThrow(() -> new IllegalStateException(
                                                "Cannot mend rows: there is no table to tell of it")),
                                FixesSchema.spark(),
                                runId),
                        rows,
                        schema.fieldIndex(ClassifiedRows.MENDED)))
                .orElse(null);
        TwoTableBatch batch = new TwoTableBatch(new TaskWriterFactory(
                target,
                quarantine,
                badRows,
                good,
                goodRows.size(),
                bad,
                badStruct.size(),
                file,
                notices,
                notice,
                noticeFields,
                measurements.toArray(Measurement[]::new),
                mending));
        try (TwoTableSink.Job job = new TwoTableSink.Job(batch)) {
            Arrangement.arrange(classified, ClassifiedRows.GOOD, tables.target(), ProjectCatalog.NAME)
                    .write()
                    .format(TwoTableSink.class.getName())
                    .options(job.options())
                    .mode(SaveMode.Append)
                    .save();
        } catch (Exception e) {
            throw JobFailure.of(e);
        } finally {
            target.table().destroy(false);
            quarantine.table().destroy(false);
            if (mending != null) {
                mending.fixes().table().destroy(false);
            }
        }
        return collect(batch, badRows.reasonSlots(), measurements.size());
    }

    /**
     * What {@link #write} would count, without writing anything: for a look ahead.
     *
     * @throws SluiceException {@code JOB_FAILED}
     */
    public static Written count(Dataset<Row> classified, BadRowMapper.Factory badRows) {
        StructType schema = classified.schema();
        int good = schema.fieldIndex(ClassifiedRows.GOOD);
        int bad = schema.fieldIndex(ClassifiedRows.BAD);
        int badFields = ((StructType) schema.apply(bad).dataType()).size();
        long[] reasonRows = new long[badRows.reasonSlots()];
        List<StepReason> stepReasons = new ArrayList<>();
        RowCounts rows = RowCounts.NONE;
        try {
            for (Counted counted : ((org.apache.spark.sql.classic.Dataset<Row>) classified)
                    .queryExecution()
                    .toRdd()
                    .toJavaRDD()
                    .mapPartitions(task -> List.of(Counted.of(task, badRows, good, bad, badFields))
                            .iterator())
                    .collect()) {
                for (int i = 0; i < reasonRows.length; i++) {
                    reasonRows[i] += counted.reasonRows[i];
                }
                Collections.addAll(stepReasons, counted.stepReasons);
                rows = rows.plus(new RowCounts(
                        counted.landed + counted.quarantined + counted.filtered,
                        counted.landed,
                        counted.quarantined,
                        counted.filtered,
                        0));
            }
        } catch (Exception e) {
            throw JobFailure.of(e);
        }
        return new Written(
                List.of(),
                List.of(),
                List.of(),
                MendedCells.NONE,
                rows,
                reasonRows,
                stepReasons,
                List.of(),
                List.of(),
                List.of(),
                NoticeTally.NONE,
                List.of());
    }

    /** What one task of a look ahead found. */
    private record Counted(long landed, long quarantined, long filtered, long[] reasonRows, StepReason[] stepReasons)
            implements Serializable {
        static Counted of(Iterator<InternalRow> rows, BadRowMapper.Factory badRows, int good, int bad, int badFields) {
            BadRowMapper mapper = badRows.create();
            long[] reasonRows = new long[badRows.reasonSlots()];
            long landed = 0;
            long quarantined = 0;
            long filtered = 0;
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                if (!row.isNullAt(good)) {
                    landed++;
                } else if (!row.isNullAt(bad)) {
                    mapper.map(row.getStruct(bad, badFields), reasonRows);
                    quarantined++;
                } else {
                    filtered++;
                }
            }
            return new Counted(
                    landed,
                    quarantined,
                    filtered,
                    reasonRows,
                    mapper.stepReasons().toArray(StepReason[]::new));
        }
    }

    private static Written collect(TwoTableBatch batch, int reasonSlots, int measurements) {
        TaskMessage[] messages = batch.messages();
        if (messages == null) {
            throw new SluiceException(ErrorCode.INTERNAL_ERROR, "Cannot tell what was written: no task reported");
        }
        List<DataFile> targetFiles = new ArrayList<>();
        List<DataFile> quarantineFiles = new ArrayList<>();
        List<DataFile> fixesFiles = new ArrayList<>();
        MendedCells mended = MendedCells.NONE;
        List<TaskFacts> tasks = new ArrayList<>();
        long[] reasonRows = new long[reasonSlots];
        NoticeTally notices = NoticeTally.NONE;
        Measured[] measured = new Measured[measurements];
        Arrays.fill(measured, Measured.NONE);
        List<StepReason> stepReasons = new ArrayList<>();
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        RowCounts rows = RowCounts.NONE;
        Map<String, FileCount> files = new TreeMap<>();
        for (TaskMessage message : messages) {
            Collections.addAll(targetFiles, message.targetFiles());
            Collections.addAll(quarantineFiles, message.quarantineFiles());
            Collections.addAll(fixesFiles, message.fixesFiles());
            mended = mended.plus(message.mended());
            for (int i = 0; i < reasonSlots; i++) {
                reasonRows[i] += message.reasonRows()[i];
            }
            notices = notices.plus(message.notices());
            for (int i = 0; i < measurements; i++) {
                measured[i] = measured[i].plus(message.measured()[i]);
            }
            Collections.addAll(stepReasons, message.stepReasons());
            for (CounterTotal counter : message.counters()) {
                counts.computeIfAbsent(counter.step(), any -> new TreeMap<>())
                        .merge(counter.counter(), counter.count(), Long::sum);
            }
            FileCounts byFile = message.files();
            for (int i = 0; i < byFile.files().length; i++) {
                files.merge(
                        byFile.files()[i],
                        new FileCount(byFile.files()[i], byFile.read(i), byFile.bad(i)),
                        (a, b) -> new FileCount(a.path(), a.read() + b.read(), a.bad() + b.bad()));
            }
            TaskFacts facts = message.facts();
            tasks.add(facts);
            rows = rows.plus(new RowCounts(facts.read(), facts.landed(), facts.quarantined(), facts.filtered(), 0));
        }
        checkBalance(rows, targetFiles, quarantineFiles);
        checkBalance(mended, fixesFiles);
        return new Written(
                targetFiles,
                quarantineFiles,
                fixesFiles,
                mended,
                rows,
                reasonRows,
                stepReasons,
                totals(counts),
                List.copyOf(files.values()),
                tasks,
                notices,
                List.of(measured));
    }

    private static void checkBalance(MendedCells mended, List<DataFile> fixesFiles) {
        long told = fixesFiles.stream().mapToLong(DataFile::recordCount).sum();
        if (mended.changed() != told) {
            throw new SluiceException(
                    ErrorCode.ROWS_UNBALANCED,
                    "Cannot publish: %d cells were mended, %d are told of".formatted(mended.changed(), told));
        }
    }

    private static List<CounterTotal> totals(Map<String, Map<String, Long>> counts) {
        List<CounterTotal> totals = new ArrayList<>();
        counts.forEach(
                (step, counters) -> counters.forEach((name, count) -> totals.add(new CounterTotal(step, name, count))));
        return totals;
    }

    /** Counted twice, by our tasks and by the files' own writers, so that neither can be wrong unseen. */
    private static void checkBalance(RowCounts rows, List<DataFile> targetFiles, List<DataFile> quarantineFiles) {
        long inTarget = targetFiles.stream().mapToLong(DataFile::recordCount).sum();
        long inQuarantine =
                quarantineFiles.stream().mapToLong(DataFile::recordCount).sum();
        if (!rows.balanced() || rows.landed() != inTarget || rows.quarantined() != inQuarantine) {
            throw new SluiceException(
                    ErrorCode.ROWS_UNBALANCED,
                    "Cannot publish: %d rows read, %d landed (%d in files), %d quarantined (%d in files), %d filtered"
                            .formatted(
                                    rows.read(),
                                    rows.landed(),
                                    inTarget,
                                    rows.quarantined(),
                                    inQuarantine,
                                    rows.filtered()));
        }
    }
}
