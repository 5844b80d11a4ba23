package dev.sluice.spark.commit;

import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;

/** The table {@code crm.events}, partitioned by its first column, whose data files exist in its metadata alone. */
final class EventTable {
    static final TableName EVENTS = new TableName("crm", "events");
    static final CommitPatience QUICK = new CommitPatience(4, Duration.ofMillis(1), Duration.ofMillis(5));

    private final Schema schema;

    private EventTable(Types.NestedField first) {
        schema = new Schema(first, Types.NestedField.optional(2, "id", Types.LongType.get()));
    }

    /** Its partitions are ints. */
    static EventTable byDay() {
        return new EventTable(Types.NestedField.required(1, "day", Types.IntegerType.get()));
    }

    /** Its partitions are instants. */
    static EventTable byWindow() {
        return new EventTable(Types.NestedField.required(1, "window_start", Types.TimestampType.withZone()));
    }

    static Table find(ProjectCatalog catalog) {
        return catalog.find(EVENTS).orElseThrow();
    }

    /** @param retries Iceberg's own */
    Table create(ProjectCatalog catalog, int retries) {
        return catalog.create(
                EVENTS,
                schema,
                spec(),
                Map.of("commit.retry.num-retries", Integer.toString(retries), "commit.retry.min-wait-ms", "1"));
    }

    void append(Table table, Object partition, String name, long rows) {
        table.newAppend().appendFile(file(table, partition, name, rows)).commit();
    }

    void compact(Table table, Object partition, String name, Map<String, Long> rowsOf) {
        long rows = rowsOf.values().stream().mapToLong(Long::longValue).sum();
        table.newRewrite()
                .rewriteFiles(
                        rowsOf.entrySet().stream()
                                .map(old -> file(table, partition, old.getKey(), old.getValue()))
                                .collect(Collectors.toSet()),
                        Set.of(file(table, partition, name, rows)))
                .commit();
    }

    DataFile file(Table table, Object partition, String name, long rows) {
        PartitionData data = new PartitionData(spec().partitionType());
        data.set(0, partition instanceof Instant start ? start.getEpochSecond() * 1_000_000 : partition);
        return DataFiles.builder(spec())
                .withPath(table.location() + "/data/" + name + ".parquet")
                .withFileSizeInBytes(100)
                .withRecordCount(rows)
                .withPartition(data)
                .build();
    }

    static List<DataFile> planned(Table table) {
        List<DataFile> files = new ArrayList<>();
        try (var tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                files.add(task.file());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }

    /** Rows by the names of the files that a reader would see. */
    static Map<String, Long> files(ProjectCatalog catalog) {
        Map<String, Long> files = new TreeMap<>();
        planned(find(catalog))
                .forEach(file ->
                        files.merge(file.location().replaceAll(".*/|[.]parquet", ""), file.recordCount(), Long::sum));
        return files;
    }

    private PartitionSpec spec() {
        return PartitionSpec.builderFor(schema)
                .identity(schema.columns().get(0).name())
                .build();
    }
}
