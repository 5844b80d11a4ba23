package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.spark.row.TaskCounts;
import dev.sluice.spark.window.PlaceCode;
import dev.sluice.spark.window.SeenRows;
import java.io.IOException;
import org.apache.iceberg.DataFile;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;

/** Hands each row of a task to one of two tables, and counts. */
final class TaskWriter implements DataWriter<InternalRow> {
    private final TaskWriterFactory plan;
    private final int partition;
    private final long taskId;
    private final TableWriter target;
    private final TableWriter quarantine;
    private final @Nullable TableWriter fixes;
    private final @Nullable RowMending mending;
    private final int mended;
    private final BadRowMapper badRows;
    private final long[] reasonRows;
    private final RowNotices notices;
    private final int notice;
    private final int noticeFields;
    private final ColumnMeasure[] measures;
    private final int good;
    private final int goodFields;
    private final int bad;
    private final int badFields;
    private final long started = System.nanoTime();
    private final int file;
    private final int place;
    private final SeenRows.Counter seen = new SeenRows.Counter();
    private final FileCounts.Counter files = new FileCounts.Counter();
    private long read;
    private long landed;
    private long quarantined;
    private long filtered;
    private long deferred;
    private long mendedRows;
    private long mendedCells;

    TaskWriter(TaskWriterFactory plan, int partition, long taskId) {
        this.plan = plan;
        this.partition = partition;
        this.taskId = taskId;
        target = new TableWriter(plan.target(), partition, taskId);
        quarantine = new TableWriter(plan.quarantine(), partition, taskId);
        TaskWriterFactory.Mending mends = plan.mending();
        fixes = mends == null ? null : new TableWriter(mends.fixes(), partition, taskId);
        mending = mends == null ? null : mends.rows().create();
        mended = mends == null ? -1 : mends.ordinal();
        badRows = plan.badRows().create();
        reasonRows = new long[plan.badRows().reasonSlots()];
        notices = plan.notices().create();
        notice = plan.notice();
        noticeFields = plan.noticeFields();
        measures = new ColumnMeasure[plan.measurements().length];
        for (int i = 0; i < measures.length; i++) {
            measures[i] = new ColumnMeasure(plan.measurements()[i]);
        }
        good = plan.good();
        goodFields = plan.goodFields();
        bad = plan.bad();
        badFields = plan.badFields();
        file = plan.file();
        place = plan.place();
    }

    @Override
    public void write(InternalRow row) throws IOException {
        read++;
        if (place >= 0) {
            long code = row.getLong(place);
            seen.add(row.getUTF8String(file), code);
            if (PlaceCode.leaves(code)) {
                deferred++;
                return;
            }
        }
        if (notice >= 0 && !row.isNullAt(notice)) {
            notices.add(row.getStruct(notice, noticeFields));
        }
        if (file >= 0) {
            files.add(row.getUTF8String(file), row.isNullAt(good) && !row.isNullAt(bad));
        }
        if (!row.isNullAt(good)) {
            InternalRow lands = row.getStruct(good, goodFields);
            if (!row.isNullAt(bad)) {
                lands = mended(lands, row);
            }
            target.write(lands);
            for (ColumnMeasure measure : measures) {
                measure.add(lands);
            }
            landed++;
        } else if (!row.isNullAt(bad)) {
            quarantine.write(badRows.map(row.getStruct(bad, badFields), reasonRows));
            quarantined++;
        } else {
            filtered++;
        }
    }

    /** The row with its id; what was changed in it goes to the table of fixes. */
    private InternalRow mended(InternalRow lands, InternalRow row) throws IOException {
        if (mending == null || fixes == null || row.isNullAt(mended)) {
            throw new SluiceException(ErrorCode.ROWS_UNBALANCED, "Cannot write a row that is both good and bad");
        }
        RowMending.Audit audit = mending.audit(row.getStruct(bad, badFields), row.getArray(mended));
        for (InternalRow cell : audit.cells()) {
            fixes.write(cell);
            mendedCells++;
        }
        mendedRows++;
        GenericInternalRow withId = new GenericInternalRow(goodFields);
        for (int i = 0; i < goodFields - 1; i++) {
            withId.update(i, lands.get(i, plan.target().rows().apply(i).dataType()));
        }
        withId.update(goodFields - 1, audit.fixId());
        return withId;
    }

    @Override
    public WriterCommitMessage commit() throws IOException {
        DataFile[] targetFiles = target.finish();
        DataFile[] quarantineFiles = quarantine.finish();
        DataFile[] fixesFiles = fixes == null ? new DataFile[0] : fixes.finish();
        // Once the job has failed no one takes this task's message, and the files would stay for good.
        TaskContext.get().killTaskIfInterrupted();
        long bytes = bytes(targetFiles) + bytes(quarantineFiles) + bytes(fixesFiles);
        long millis = (System.nanoTime() - started) / 1_000_000;
        TaskFacts facts = new TaskFacts(
                partition,
                taskId,
                read,
                landed,
                quarantined,
                filtered,
                deferred,
                targetFiles.length + quarantineFiles.length + fixesFiles.length,
                bytes,
                millis);
        return new TaskMessage(
                targetFiles,
                quarantineFiles,
                fixesFiles,
                mending == null ? MendedCells.NONE : new MendedCells(mendedRows, mendedCells, mending.cells()),
                reasonRows,
                badRows.stepReasons().toArray(StepReason[]::new),
                TaskCounts.taken().toArray(CounterTotal[]::new),
                file >= 0 ? files.counts() : FileCounts.NONE,
                place >= 0 ? seen.seen() : SeenRows.NONE,
                facts,
                notices.tally(),
                measured());
    }

    private Measured[] measured() {
        Measured[] measured = new Measured[measures.length];
        for (int i = 0; i < measured.length; i++) {
            measured[i] = measures[i].measured();
        }
        return measured;
    }

    private static long bytes(DataFile[] files) {
        long bytes = 0;
        for (DataFile file : files) {
            bytes += file.fileSizeInBytes();
        }
        return bytes;
    }

    /** No one knows of these files yet, so they go at once. */
    @Override
    public void abort() {
        try {
            target.discard();
        } finally {
            try {
                quarantine.discard();
            } finally {
                if (fixes != null) {
                    fixes.discard();
                }
            }
        }
    }

    @Override
    public void close() {
        // commit and abort have closed the files.
    }

    @Override
    public String toString() {
        return "TaskWriter[" + plan.target().runId() + ", " + partition + "]";
    }
}
