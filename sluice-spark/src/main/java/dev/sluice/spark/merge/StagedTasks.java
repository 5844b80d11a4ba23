package dev.sluice.spark.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.BaseFileScanTask;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.ResidualEvaluator;
import org.apache.iceberg.spark.ScanTaskSetManager;
import org.apache.iceberg.spark.SparkTableCache;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads chosen files by Iceberg's own reader, whether a table has them or not; forgets them when closed. */
final class StagedTasks implements AutoCloseable {
    private final SparkSession session;
    private final List<Set> sets = new ArrayList<>();

    private record Set(Table table, String id) {}

    StagedTasks(SparkSession session) {
        this.session = session;
    }

    /** @param tasks at least one, of the table */
    Dataset<Row> read(Table table, List<FileScanTask> tasks) {
        Set set = new Set(table, UUID.randomUUID().toString());
        SparkTableCache.get().add(set.id(), table);
        ScanTaskSetManager.get().stageTasks(table, set.id(), tasks);
        sets.add(set);
        return session.read().format("iceberg").load(set.id());
    }

    /** Reads files that no table has. */
    Dataset<Row> readFiles(Table table, List<DataFile> files) {
        String schema = SchemaParser.toJson(table.schema());
        List<FileScanTask> tasks = new ArrayList<>();
        for (DataFile file : files) {
            PartitionSpec spec = table.specs().get(file.specId());
            tasks.add(new BaseFileScanTask(
                    file,
                    new DeleteFile[0],
                    schema,
                    PartitionSpecParser.toJson(spec),
                    ResidualEvaluator.unpartitioned(Expressions.alwaysTrue())));
        }
        return read(table, tasks);
    }

    @Override
    public void close() {
        for (Set set : sets) {
            SparkTableCache.get().remove(set.id());
            ScanTaskSetManager.get().removeTasks(set.table(), set.id());
        }
    }
}
