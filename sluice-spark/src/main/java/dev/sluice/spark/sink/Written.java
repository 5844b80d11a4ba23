package dev.sluice.spark.sink;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.RowCounts;
import dev.sluice.spark.catalog.TwoTables;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.FileIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a write job left in storage; no table knows of it yet.
 *
 * @param rows balanced
 * @param reasonRows rows by reason slot, as {@link BadRowMapper} counted them; not copied
 * @param tasks by partition
 * @param notices what {@link RowNotices} noted
 * @param measured one for each {@link Measurement}, in their order
 */
public record Written(
        List<DataFile> targetFiles,
        List<DataFile> quarantineFiles,
        RowCounts rows,
        long[] reasonRows,
        List<TaskFacts> tasks,
        NoticeTally notices,
        List<Measured> measured) {
    private static final Logger LOG = LoggerFactory.getLogger(Written.class);

    public Written {
        targetFiles = List.copyOf(targetFiles);
        quarantineFiles = List.copyOf(quarantineFiles);
        requireNonNull(rows, "rows");
        requireNonNull(reasonRows, "reasonRows");
        tasks = List.copyOf(tasks);
        requireNonNull(notices, "notices");
        measured = List.copyOf(measured);
    }

    /** Deletes all files; for a run that will never be prepared. */
    public void discard(TwoTables tables) {
        delete(tables.target().io(), targetFiles);
        delete(tables.quarantine().io(), quarantineFiles);
    }

    private static void delete(FileIO io, List<DataFile> files) {
        for (DataFile file : files) {
            try {
                io.deleteFile(file.location());
            } catch (RuntimeException e) {
                LOG.warn("Cannot delete {}, written by a run that is not published", file.location(), e);
            }
        }
    }
}
