package dev.sluice.spark.source.typed;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.RebaseDateTime.RebaseSpec;
import org.apache.spark.sql.execution.datasources.DataSourceUtils;
import org.apache.spark.sql.execution.datasources.parquet.ParquetRecordMaterializer;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Reads row groups through Parquet's own reader, into Spark's rows. */
final class ParquetReader extends BlockReader {
    // Files of systems that do not say otherwise count days in the proleptic Gregorian calendar.
    private static final String CALENDAR = "CORRECTED";

    private final ParquetFileReader reader;
    private final long size;
    private final List<ParquetColumn> columns = new ArrayList<>();
    private final MessageColumnIO shape;
    private final MessageType schema;
    private final StructType types;
    private final RebaseSpec dates;
    private final RebaseSpec legacyTimestamps;
    private @Nullable RecordReader<InternalRow> rows;
    private @Nullable InternalRow row;

    ParquetReader(ParquetFileReader reader, long size, List<String> names, int firstBlock, int endBlock)
            throws FileFault {
        super(
                reader.getRowGroups().stream()
                        .mapToLong(BlockMetaData::getRowCount)
                        .toArray(),
                firstBlock,
                endBlock);
        this.reader = reader;
        this.size = size;
        MessageType file = reader.getFileMetaData().getSchema();
        for (String name : names) {
            columns.add(ParquetColumn.of(file.getType(name)));
        }
        // Without a column nothing would tell whether the rows are there.
        List<Type> fields = columns.isEmpty()
                ? file.getFields().subList(0, Math.min(1, file.getFieldCount()))
                : columns.stream().map(ParquetColumn::field).toList();
        this.schema = new MessageType(file.getName(), fields);
        this.types = ParquetColumn.converter().convert(schema);
        reader.setRequestedSchema(schema);
        this.shape = new ColumnIOFactory(reader.getFileMetaData().getCreatedBy()).getColumnIO(schema, file);
        Map<String, String> facts = reader.getFileMetaData().getKeyValueMetaData();
        this.dates = DataSourceUtils.datetimeRebaseSpec(facts::get, CALENDAR);
        this.legacyTimestamps = DataSourceUtils.int96RebaseSpec(facts::get, CALENDAR);
    }

    @Override
    void openBlock(int block) throws IOException {
        for (ColumnChunkMetaData chunk : reader.getRowGroups().get(block).getColumns()) {
            long end = chunk.getStartingPos() + chunk.getTotalSize();
            if (chunk.getStartingPos() < 0 || chunk.getTotalSize() < 0 || end < 0 || end > size) {
                throw FileFault.corrupt("column %s lies outside of the file".formatted(chunk.getPath()));
            }
        }
        PageReadStore pages = reader.readRowGroup(block);
        if (pages == null) {
            throw FileFault.corrupt("the row group is not there");
        }
        rows = shape.getRecordReader(
                pages,
                new ParquetRecordMaterializer(
                        schema, types, ParquetColumn.converter(), Option.empty(), dates, legacyTimestamps));
    }

    @Override
    void readRow() {
        row = requireNonNull(requireNonNull(rows).read());
    }

    @Override
    public @Nullable Object value(int slot) {
        ParquetColumn column = columns.get(slot);
        InternalRow values = requireNonNull(row);
        return values.isNullAt(slot) ? null : column.change().apply(values.get(slot, column.read()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
