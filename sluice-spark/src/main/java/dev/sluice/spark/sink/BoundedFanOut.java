package dev.sluice.spark.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.io.DataWriteResult;
import org.apache.iceberg.io.FileWriter;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Keeps a file open for each partition, but never more than a limit: beyond it, the partition that was not written to for
 * longest is closed, and gets a second file if it comes again.
 */
final class BoundedFanOut {
    private final Function<PartitionKey, FileWriter<InternalRow, DataWriteResult>> opener;
    private final int limit;
    private final Map<PartitionKey, FileWriter<InternalRow, DataWriteResult>> open =
            new LinkedHashMap<>(16, 0.75f, true);
    private final List<DataFile> files = new ArrayList<>();

    BoundedFanOut(int limit, Function<PartitionKey, FileWriter<InternalRow, DataWriteResult>> opener) {
        this.limit = limit;
        this.opener = opener;
    }

    void write(InternalRow row, PartitionKey partition) throws IOException {
        FileWriter<InternalRow, DataWriteResult> writer = open.get(partition);
        if (writer == null) {
            if (open.size() == limit) {
                closeOldest();
            }
            // The caller's key changes with each row.
            PartitionKey own = partition.copy();
            writer = opener.apply(own);
            open.put(own, writer);
        }
        writer.write(row);
    }

    /** Closes every file, also those after one that cannot be closed; the first failure has the others as suppressed. */
    List<DataFile> finish() throws IOException {
        Exception failure = null;
        while (!open.isEmpty()) {
            try {
                closeOldest();
            } catch (IOException | RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return files;
    }

    private void closeOldest() throws IOException {
        Iterator<FileWriter<InternalRow, DataWriteResult>> oldestFirst =
                open.values().iterator();
        FileWriter<InternalRow, DataWriteResult> writer = oldestFirst.next();
        oldestFirst.remove();
        writer.close();
        files.addAll(writer.result().dataFiles());
    }
}
