package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.ClusteredDataWriter;
import org.apache.iceberg.io.DataWriteResult;
import org.apache.iceberg.io.FileWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.io.RollingDataWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Writes one task's rows of one table. Opens no file before the first row. Not safe for use by many threads. */
final class TableWriter {
    private static final DataFile[] NONE = {};

    private interface Sink {
        void write(InternalRow row) throws IOException;

        List<DataFile> finish() throws IOException;
    }

    private final TableWritePlan plan;
    private final int[] required;
    private final TrackedFiles files;
    private final OutputFileFactory names;
    private @Nullable Sink sink;

    TableWriter(TableWritePlan plan, int partition, long task) {
        this.plan = plan;
        this.required = plan.required();
        this.files = new TrackedFiles(plan);
        this.names = OutputFileFactory.builderFor(plan.table().value(), partition, task)
                .format(plan.format())
                .operationId(plan.runId())
                .build();
    }

    void write(InternalRow row) throws IOException {
        for (int ordinal : required) {
            if (row.isNullAt(ordinal)) {
                throw missing(ordinal);
            }
        }
        Sink open = sink;
        if (open == null) {
            open = open();
            sink = open;
        }
        open.write(row);
    }

    DataFile[] finish() throws IOException {
        Sink open = sink;
        return open == null ? NONE : open.finish().toArray(NONE);
    }

    /** Takes away whatever was written. */
    void discard() {
        Sink open = sink;
        try {
            if (open != null) {
                open.finish();
            }
        } catch (IOException | RuntimeException e) {
            // The file is deleted next; why it could not be finished is no news.
        } finally {
            files.delete(plan.table().value().io());
        }
    }

    private SluiceException missing(int ordinal) {
        return new SluiceException(
                ErrorCode.INVALID_ROW_WRITTEN,
                "Cannot write a row without the required column %s to %s"
                        .formatted(
                                plan.schema().columns().get(ordinal).name(),
                                plan.table().value().name()));
    }

    private Sink open() {
        return switch (plan.arrangement()) {
            case UNPARTITIONED -> unpartitioned();
            case FAN_OUT -> fanOut();
            case SORTED -> sorted();
        };
    }

    private Sink unpartitioned() {
        Table table = plan.table().value();
        FileWriter<InternalRow, DataWriteResult> writer = rolling(table, null);
        return new Sink() {
            @Override
            public void write(InternalRow row) {
                writer.write(row);
            }

            @Override
            public List<DataFile> finish() throws IOException {
                writer.close();
                return writer.result().dataFiles();
            }
        };
    }

    private Sink fanOut() {
        Table table = plan.table().value();
        PartitionKey key = new PartitionKey(table.spec(), plan.schema());
        PartitionRow wrapper = new PartitionRow(plan.schema().asStruct());
        BoundedFanOut writers = new BoundedFanOut(Arrangement.FEW, partition -> rolling(table, partition));
        return new Sink() {
            @Override
            public void write(InternalRow row) throws IOException {
                key.partition(wrapper.wrap(row));
                writers.write(row, key);
            }

            @Override
            public List<DataFile> finish() throws IOException {
                return writers.finish();
            }
        };
    }

    private Sink sorted() {
        Table table = plan.table().value();
        PartitionSpec spec = table.spec();
        PartitionKey key = new PartitionKey(spec, plan.schema());
        PartitionRow wrapper = new PartitionRow(plan.schema().asStruct());
        ClusteredDataWriter<InternalRow> writer =
                new ClusteredDataWriter<>(files, names, table.io(), plan.targetFileBytes());
        return new Sink() {
            @Override
            public void write(InternalRow row) {
                key.partition(wrapper.wrap(row));
                writer.write(row, spec, key);
            }

            @Override
            public List<DataFile> finish() throws IOException {
                writer.close();
                return writer.result().dataFiles();
            }
        };
    }

    private FileWriter<InternalRow, DataWriteResult> rolling(Table table, @Nullable PartitionKey partition) {
        return new RollingDataWriter<>(files, names, table.io(), plan.targetFileBytes(), table.spec(), partition);
    }
}
