package dev.sluice.spark.sink;

import dev.sluice.spark.catalog.ProjectCatalog;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** A job that writes rows of one table into files that no table knows yet, and counts them by kind. */
public final class RowsWrite {
    /** A struct of the table's columns; null where there is only something to count. */
    public static final String ROW = ClassifiedRows.GOOD;

    /** An int, from 0 on. */
    public static final String KIND = "kind";

    private RowsWrite() {}

    /**
     * What was written.
     *
     * @param rows by kind; not copied
     */
    public record Done(List<DataFile> files, long[] rows) {
        public Done {
            files = List.copyOf(files);
        }
    }

    /**
     * Runs the job. Commits nothing; the files of tasks that fail are deleted.
     *
     * @param rows with the columns {@link #ROW} and {@link #KIND}
     * @param operation becomes part of every file's name, and must be new
     * @param kinds how many there are
     */
    public static Done write(Dataset<Row> rows, Table table, String operation, int kinds) {
        StructType schema = rows.schema();
        int row = schema.fieldIndex(ROW);
        StructType columns = (StructType) schema.apply(row).dataType();
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
        TableWritePlan plan = TableWritePlan.of(spark, table, columns, operation);
        try {
            JavaRDD<InternalRow> arranged = ((org.apache.spark.sql.classic.Dataset<Row>)
                            Arrangement.arrange(rows, ROW, table, ProjectCatalog.NAME))
                    .queryExecution()
                    .toRdd()
                    .toJavaRDD();
            Task task = new Task(plan, row, columns.size(), schema.fieldIndex(KIND), kinds);
            return sum(JobFailure.mapped(() -> arranged.mapPartitions(task).collect()), kinds);
        } finally {
            plan.table().destroy(false);
        }
    }

    private static Done sum(List<Message> messages, int kinds) {
        List<DataFile> files = new ArrayList<>();
        long[] rows = new long[kinds];
        for (Message message : messages) {
            Collections.addAll(files, message.files());
            for (int i = 0; i < kinds; i++) {
                rows[i] += message.rows()[i];
            }
        }
        return new Done(files, rows);
    }

    /** What a task wrote. Spark takes one for each partition, however often it was tried. */
    private record Message(DataFile[] files, long[] rows) implements Serializable {}

    private record Task(TableWritePlan plan, int row, int fields, int kind, int kinds)
            implements FlatMapFunction<Iterator<InternalRow>, Message> {
        @Override
        public Iterator<Message> call(Iterator<InternalRow> rows) throws IOException {
            TaskContext task = TaskContext.get();
            TableWriter writer = new TableWriter(plan, task.partitionId(), task.taskAttemptId());
            long[] counts = new long[kinds];
            try {
                while (rows.hasNext()) {
                    InternalRow next = rows.next();
                    counts[next.getInt(kind)]++;
                    if (!next.isNullAt(row)) {
                        writer.write(next.getStruct(row, fields));
                    }
                }
                DataFile[] files = writer.finish();
                task.killTaskIfInterrupted();
                return List.of(new Message(files, counts)).iterator();
            } catch (Throwable e) {
                // No one knows of these files yet.
                writer.discard();
                throw e;
            }
        }
    }
}
