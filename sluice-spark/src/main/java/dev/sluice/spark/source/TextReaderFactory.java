package dev.sluice.spark.source;

import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordFormat;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Makes the reader of a task. */
final class TextReaderFactory implements PartitionReaderFactory {
    private static final long serialVersionUID = 1;

    private final SourceFiles files;
    private final RecordFormat format;
    private final ReadColumns columns;
    private final int[] ordinals;

    TextReaderFactory(SourceFiles files, RecordFormat format, ReadColumns columns, int[] ordinals) {
        this.files = files;
        this.format = format;
        this.columns = columns;
        this.ordinals = ordinals;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return new TextPartitionReader(((TextPartition) partition).slices(), files, format, columns, ordinals);
    }
}
