package dev.sluice.spark.sink;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.data.RegistryBasedFileWriterFactory;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a task's files and remembers each, so that a failed task can take them all away, finished or not. */
final class TrackedFiles extends RegistryBasedFileWriterFactory<InternalRow, StructType> {
    private static final Logger LOG = LoggerFactory.getLogger(TrackedFiles.class);

    private final transient List<String> paths = new ArrayList<>();

    TrackedFiles(TableWritePlan plan) {
        super(
                plan.table().value(),
                plan.format(),
                InternalRow.class,
                plan.schema(),
                null,
                plan.format(),
                null,
                null,
                null,
                plan.fileProperties(),
                plan.rows(),
                null);
    }

    @Override
    public DataWriter<InternalRow> newDataWriter(EncryptedOutputFile file, PartitionSpec spec, StructLike partition) {
        paths.add(file.encryptingOutputFile().location());
        return super.newDataWriter(file, spec, partition);
    }

    /** Deletes every file that was opened. What cannot be deleted is left to the removal of orphans. */
    void delete(FileIO io) {
        for (String path : paths) {
            try {
                io.deleteFile(path);
            } catch (RuntimeException e) {
                LOG.warn("Cannot delete {}, written by a failed task", path, e);
            }
        }
        paths.clear();
    }
}
