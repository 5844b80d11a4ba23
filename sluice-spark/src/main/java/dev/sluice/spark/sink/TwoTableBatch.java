package dev.sluice.spark.sink;

import org.apache.iceberg.DataFile;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One write job as Spark drives it. Commits nothing: the messages of the tasks are kept for who asked for the job. */
final class TwoTableBatch implements BatchWrite {
    private static final Logger LOG = LoggerFactory.getLogger(TwoTableBatch.class);

    private final TaskWriterFactory factory;
    private volatile TaskMessage @Nullable [] messages;

    TwoTableBatch(TaskWriterFactory factory) {
        this.factory = factory;
    }

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
        return factory;
    }

    /** One message for each partition counts anyway, and the files of a second attempt have names of their own. */
    @Override
    public boolean useCommitCoordinator() {
        return false;
    }

    @Override
    public void commit(WriterCommitMessage[] committed) {
        TaskMessage[] kept = new TaskMessage[committed.length];
        for (int i = 0; i < committed.length; i++) {
            kept[i] = (TaskMessage) committed[i];
        }
        messages = kept;
    }

    /** The messages of the job's tasks, by partition; null before the job has ended well. */
    TaskMessage @Nullable [] messages() {
        return messages;
    }

    /** The job has failed before anything was prepared: no commit can ever name these files. */
    @Override
    public void abort(@Nullable WriterCommitMessage[] finished) {
        for (WriterCommitMessage message : finished) {
            if (message instanceof TaskMessage task) {
                delete(factory.target(), task.targetFiles());
                delete(factory.quarantine(), task.quarantineFiles());
                TaskWriterFactory.Mending mending = factory.mending();
                if (mending != null) {
                    delete(mending.fixes(), task.fixesFiles());
                }
            }
        }
    }

    private static void delete(TableWritePlan plan, DataFile[] files) {
        FileIO io = plan.table().value().io();
        for (DataFile file : files) {
            try {
                io.deleteFile(file.location());
            } catch (RuntimeException e) {
                LOG.warn("Cannot delete {}, written by a failed job", file.location(), e);
            }
        }
    }
}
