package dev.sluice.spark.source;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.text.ReadColumns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A scan of the columns that Spark asks for. */
final class TextBatch implements SupportsReportStatistics, Batch {
    private final TextScan scan;
    private final TextPlanner planner;
    private final StructType schema;
    private InputPartition @Nullable [] partitions;

    TextBatch(TextScan scan, TextPlanner planner, StructType schema) {
        this.scan = scan;
        this.planner = planner;
        this.schema = schema;
    }

    @Override
    public StructType readSchema() {
        return schema;
    }

    @Override
    public String description() {
        return "sluice %s, %d files"
                .formatted(scan.format().descriptor().word(), scan.files().size());
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    @Override
    public synchronized InputPartition[] planInputPartitions() {
        if (partitions == null) {
            partitions = planner.partitions().toArray(InputPartition[]::new);
        }
        return partitions.clone();
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new TextReaderFactory(planner.files(), planner.format(), columns(), TextRow.ordinals(schema));
    }

    private ReadColumns columns() {
        Map<String, Integer> places = new HashMap<>();
        List<SourceColumn> all = scan.columns();
        for (int i = 0; i < all.size(); i++) {
            places.put(all.get(i).name(), i);
        }
        int[] wanted = Arrays.stream(schema.fieldNames())
                .filter(places::containsKey)
                .mapToInt(places::get)
                .toArray();
        return new ReadColumns(all, wanted);
    }

    @Override
    public Statistics estimateStatistics() {
        long bytes = scan.files().stream().mapToLong(SourceFile::size).sum();
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes);
            }

            @Override
            public OptionalLong numRows() {
                return OptionalLong.empty();
            }
        };
    }
}
