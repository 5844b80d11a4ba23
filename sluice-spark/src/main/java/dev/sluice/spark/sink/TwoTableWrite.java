package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.RowCounts;
import dev.sluice.spark.catalog.FixesSchema;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.catalog.TwoTables;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.spark.api.java.JavaRDD;
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
        int place = Arrays.asList(schema.fieldNames()).indexOf(ClassifiedRows.PLACE);
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
                place,
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
        TaskMessage[] messages = batch.messages();
        if (messages == null) {
            throw new SluiceException(ErrorCode.INTERNAL_ERROR, "Cannot tell what was written: no task reported");
        }
        Written written = sum(List.of(messages), badRows, measurements.size());
        checkBalance(written.rows(), written.targetFiles(), written.quarantineFiles());
        checkBalance(written.mended(), written.fixesFiles());
        return written;
    }

    /**
     * What {@link #write} would count, without writing anything: for a look ahead.
     *
     * @param mends as there
     * @throws SluiceException {@code JOB_FAILED}
     */
    public static Written count(
            Dataset<Row> classified, BadRowMapper.Factory badRows, Optional<RowMending.Factory> mends) {
        RowCounter counter = RowCounter.of(classified.schema(), badRows, mends);
        JavaRDD<InternalRow> rows = ((org.apache.spark.sql.classic.Dataset<Row>) classified)
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        return sum(JobFailure.mapped(() -> rows.mapPartitions(counter).collect()), badRows, 0);
    }

    private static Written sum(List<TaskMessage> messages, BadRowMapper.Factory badRows, int measurements) {
        WrittenSum sum = new WrittenSum(badRows.reasonSlots(), measurements);
        messages.forEach(sum::add);
        return sum.written();
    }

    private static void checkBalance(MendedCells mended, List<DataFile> fixesFiles) {
        long told = fixesFiles.stream().mapToLong(DataFile::recordCount).sum();
        if (mended.changed() != told) {
            throw new SluiceException(
                    ErrorCode.ROWS_UNBALANCED,
                    "Cannot publish: %d cells were mended, %d are told of".formatted(mended.changed(), told));
        }
    }

    /** Counted twice, by our tasks and by the files' own writers, so that neither can be wrong unseen. */
    private static void checkBalance(RowCounts rows, List<DataFile> targetFiles, List<DataFile> quarantineFiles) {
        long inTarget = targetFiles.stream().mapToLong(DataFile::recordCount).sum();
        long inQuarantine =
                quarantineFiles.stream().mapToLong(DataFile::recordCount).sum();
        if (!rows.balanced() || rows.landed() != inTarget || rows.quarantined() != inQuarantine) {
            throw new SluiceException(
                    ErrorCode.ROWS_UNBALANCED,
                    "Cannot publish: %d rows read, %d landed (%d in files), %d quarantined (%d in files), %d filtered, %d deferred"
                            .formatted(
                                    rows.read(),
                                    rows.landed(),
                                    inTarget,
                                    rows.quarantined(),
                                    inQuarantine,
                                    rows.filtered(),
                                    rows.deferred()));
        }
    }
}
