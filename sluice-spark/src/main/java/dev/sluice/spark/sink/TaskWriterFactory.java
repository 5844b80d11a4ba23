package dev.sluice.spark.sink;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes a writer for each task; travels to the executors.
 *
 * @param good ordinal of the struct column of good rows
 * @param bad ordinal of the struct column of bad rows
 * @param file ordinal of the column of files; -1 if rows are not counted by file
 * @param place ordinal of the column of places; -1 if the run places all rows
 * @param notice ordinal of the struct column of notices; -1 for none
 * @param mending null where nothing is mended
 */
record TaskWriterFactory(
        TableWritePlan target,
        TableWritePlan quarantine,
        BadRowMapper.Factory badRows,
        int good,
        int goodFields,
        int bad,
        int badFields,
        int file,
        int place,
        RowNotices.Factory notices,
        int notice,
        int noticeFields,
        Measurement[] measurements,
        @Nullable Mending mending)
        implements DataWriterFactory {
    /**
     * What is needed where rows may be mended.
     *
     * @param ordinal of the array column of changes
     */
    record Mending(TableWritePlan fixes, RowMending.Factory rows, int ordinal) implements Serializable {}

    @Override
    public DataWriter<InternalRow> createWriter(int partition, long taskId) {
        return new TaskWriter(this, partition, taskId);
    }
}
