package dev.sluice.spark.source;

import dev.sluice.spark.source.typed.TypedFiles;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The files of a typed scan as a table of DataSource V2. */
final class TypedTable implements Table, SupportsRead {
    private final String name;
    private final StructType columns;
    private final List<TypedPartition> partitions;
    private final SourceFiles files;
    private final TypedFiles format;

    /** @param columns the scan's own, without those that tell where a record stands */
    TypedTable(String name, StructType columns, List<TypedPartition> partitions, SourceFiles files, TypedFiles format) {
        this.name = name;
        this.columns = columns;
        this.partitions = partitions;
        this.files = files;
        this.format = format;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @Deprecated
    public StructType schema() {
        return RecordColumns.typed(columns);
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new Builder();
    }

    private final class Builder implements SupportsPushDownRequiredColumns {
        private StructType required = RecordColumns.typed(columns);

        /** Where a record stands comes first, whatever the order asked for, as the reader has it. */
        @Override
        public void pruneColumns(StructType requiredSchema) {
            List<String> asked = Arrays.asList(requiredSchema.fieldNames());
            StructType kept = new StructType();
            for (var field : RecordColumns.typed(columns).fields()) {
                kept = asked.contains(field.name()) ? kept.add(field) : kept;
            }
            required = kept;
        }

        @Override
        public Scan build() {
            return new Selected(required);
        }
    }

    private final class Selected implements Scan, Batch {
        private final StructType required;

        Selected(StructType required) {
            this.required = required;
        }

        @Override
        public StructType readSchema() {
            return required;
        }

        @Override
        public String description() {
            return "sluice " + name;
        }

        @Override
        public Batch toBatch() {
            return this;
        }

        @Override
        public InputPartition[] planInputPartitions() {
            return partitions.toArray(InputPartition[]::new);
        }

        @Override
        public PartitionReaderFactory createReaderFactory() {
            List<String> all = Arrays.asList(columns.fieldNames());
            List<Integer> wanted = new ArrayList<>();
            for (String field : required.fieldNames()) {
                if (all.contains(field)) {
                    wanted.add(all.indexOf(field));
                }
            }
            return new Factory(
                    files,
                    format,
                    required,
                    wanted.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    /** Makes the reader of a task. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Factory(SourceFiles files, TypedFiles format, StructType schema, int[] columns)
            implements PartitionReaderFactory, Serializable {
        @Override
        public PartitionReader<InternalRow> createReader(InputPartition partition) {
            return new TypedPartitionReader(((TypedPartition) partition).slices(), files, format, schema, columns);
        }
    }
}
