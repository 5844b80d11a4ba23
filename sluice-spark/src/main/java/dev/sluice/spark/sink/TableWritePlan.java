package dev.sluice.spark.sink;

import java.io.Serializable;
import java.util.Map;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.spark.source.SerializableTableWithSize;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructType;

/**
 * All that a task needs to write rows of one table. Travels to the executors.
 *
 * @param table a read-only copy
 * @param schema the columns that the rows fill, in their order
 * @param rows the same as Spark knows it
 * @param required ordinals of the columns that must not be null
 * @param runId part of every file's name
 */
record TableWritePlan(
        Broadcast<Table> table, Schema schema, StructType rows, int[] required, Arrangement arrangement, String runId)
        implements Serializable {
    /** What all open files of a task may hold in memory before they write it out, about. */
    private static final long BUFFERED_BYTES = 256L << 20;

    static TableWritePlan of(JavaSparkContext spark, Table table, StructType rows, String runId) {
        Schema schema = WriteSchema.of(table, rows);
        int[] required = schema.columns().stream()
                .filter(NestedField::isRequired)
                .mapToInt(schema.columns()::indexOf)
                .toArray();
        return new TableWritePlan(
                spark.broadcast(SerializableTableWithSize.copyOf(table)),
                schema,
                rows,
                required,
                Arrangement.of(table.spec()),
                runId);
    }

    FileFormat format() {
        return FileFormat.fromString(PropertyUtil.propertyAsString(
                table.value().properties(),
                TableProperties.DEFAULT_FILE_FORMAT,
                TableProperties.DEFAULT_FILE_FORMAT_DEFAULT));
    }

    long targetFileBytes() {
        return PropertyUtil.propertyAsLong(
                table.value().properties(),
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
    }

    /** Properties of the files that differ from the table's. */
    Map<String, String> fileProperties() {
        if (arrangement != Arrangement.FAN_OUT) {
            return Map.of();
        }
        long configured = PropertyUtil.propertyAsLong(
                table.value().properties(),
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES_DEFAULT);
        return Map.of(
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES,
                Long.toString(Math.min(configured, BUFFERED_BYTES / Arrangement.FEW)));
    }
}
