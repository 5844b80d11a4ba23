package dev.sluice.spark.merge;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.sluice.core.spec.WriteSpec.Merge;
import dev.sluice.spark.commit.MergedRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The changes of a run, under names that no column of a table has.
 *
 * @param read as the files hold them
 * @param rows the key's columns, {@link #SEQUENCE}, {@link #ROW} and {@link #GONE}
 * @param small whether every task may have all of them
 */
record Changes(Dataset<Row> read, Dataset<Row> rows, MergedRows how, boolean small) {
    /** Null where there is no sequence. */
    static final String SEQUENCE = "_sluice_sequence";
    /** A struct of the columns that changes set. */
    static final String ROW = "_sluice_row";
    /** Whether the change deletes; never null. */
    static final String GONE = "_sluice_gone";

    /** Rows that are sent to all tasks take several times their size, while they are collected and hashed. */
    private static final int HEAP_PER_BROADCAST = 16;

    private static final String KEY = "_sluice_key";

    /** A file of Parquet may be as much smaller than its rows in memory. */
    private static final int MEMORY_PER_FILE_BYTE = 8;

    /** @param files that hold them */
    static Changes of(Dataset<Row> read, List<DataFile> files, MergedRows how) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < how.keys().size(); i++) {
            columns.add(column(how.keys().get(i)).as(KEY + i));
        }
        columns.add(how.sequence().map(Changes::column).orElse(lit(null)).as(SEQUENCE));
        columns.add(struct(how.columns().stream().map(Changes::column).toArray(Column[]::new))
                .as(ROW));
        columns.add((how.deletes() ? coalesce(column(Merge.DELETE_MARK), lit(false)) : lit(false)).as(GONE));
        Dataset<Row> rows = read.select(columns.toArray(Column[]::new));
        long bytes = bytes(files, rows.schema().defaultSize());
        return new Changes(read, rows, how, bytes <= Runtime.getRuntime().maxMemory() / HEAP_PER_BROADCAST);
    }

    /** What they may take in memory. Spark takes twenty bytes for a text, however long it is: so files are asked too. */
    static long bytes(List<DataFile> files, int bytesPerRow) {
        long rows = files.stream().mapToLong(DataFile::recordCount).sum();
        long stored = files.stream().mapToLong(DataFile::fileSizeInBytes).sum();
        return Math.max(Math.multiplyExact(rows, bytesPerRow), Math.multiplyExact(stored, MEMORY_PER_FILE_BYTE));
    }

    /** A column by its name, whatever is in it. */
    static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    /** The key's columns in {@link #rows}. */
    Column[] keys() {
        Column[] keys = new Column[how.keys().size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = functions.col(KEY + i);
        }
        return keys;
    }

    /** Whether a row of the table has the key; null where a part of it is. */
    Column matches() {
        Column[] keys = keys();
        Column all = lit(true);
        for (int i = 0; i < keys.length; i++) {
            Column same = column(how.keys().get(i)).equalTo(keys[i]);
            all = i == 0 ? same : all.and(same);
        }
        return all;
    }

    /** The keys of rows of the table, and the files that hold them. */
    Dataset<Row> files(Dataset<Row> target) {
        List<Column> columns = new ArrayList<>();
        how.keys().forEach(key -> columns.add(column(key)));
        columns.add(functions.col("_file"));
        return target.select(columns.toArray(Column[]::new));
    }

    /**
     * The side of a join with the table's rows that has one row for each key: the table's rows stay in the order and in the
     * tasks in which they were read, if they can, and need not be sorted in any case.
     */
    Dataset<Row> side(Dataset<Row> byKey) {
        return small ? functions.broadcast(byKey) : byKey.hint("shuffle_hash");
    }

    /** No rows, with the table's columns. */
    Dataset<Row> none(Table table) {
        List<Column> columns = table.schema().columns().stream()
                .map(NestedField::name)
                .map(Changes::column)
                .toList();
        return read.sparkSession()
                .createDataFrame(
                        List.<Row>of(),
                        read.select(columns.toArray(Column[]::new)).schema());
    }
}
