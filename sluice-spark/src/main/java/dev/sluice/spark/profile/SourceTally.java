package dev.sluice.spark.profile;

import dev.sluice.spark.sink.JobFailure;
import dev.sluice.spark.source.RecordColumns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** What the rows of a source are like. */
final class SourceTally implements Serializable {
    private static final long serialVersionUID = 1;

    long rows;
    /** Records of which nothing could be read. */
    long unreadable;

    final ColumnTally[] columns;

    private SourceTally(ColumnTally[] columns) {
        this.columns = columns;
    }

    private static SourceTally empty(boolean[] text) {
        Sizes sizes = Sizes.of(text.length);
        ColumnTally[] columns = new ColumnTally[text.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnTally(sizes, text[i]);
        }
        return new SourceTally(columns);
    }

    /**
     * Reads all rows in one job.
     *
     * @param names of the columns of the rows to look at
     */
    static SourceTally of(Dataset<Row> rows, List<String> names) {
        List<Column> selected = new ArrayList<>();
        boolean[] text = new boolean[names.size()];
        selected.add(functions.col(RecordColumns.PARSE));
        for (int i = 0; i < text.length; i++) {
            String name = "`" + names.get(i).replace("`", "``") + "`";
            DataType type = rows.select(name).schema().apply(0).dataType();
            text[i] = type.equals(DataTypes.StringType);
            boolean nested = type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
            selected.add(
                    text[i]
                            ? functions.col(name)
                            : nested
                                    ? functions.to_json(functions.col(name))
                                    : functions.col(name).cast("string"));
        }
        return collect(rows.select(selected.toArray(Column[]::new)), names.toArray(String[]::new), text);
    }

    private static SourceTally collect(Dataset<Row> rows, String[] names, boolean[] text) {
        try {
            JavaRDD<byte[]> tallies = ((org.apache.spark.sql.classic.Dataset<Row>) rows)
                    .queryExecution()
                    .toRdd()
                    .toJavaRDD()
                    .mapPartitions(
                            task -> List.of(of(task, names, text).toBytes()).iterator());
            return tallies.getNumPartitions() == 0 ? empty(text) : ofBytes(tallies.treeReduce(SourceTally::merged));
        } catch (Exception e) {
            // Spark throws checked exceptions of which its signatures do not tell.
            throw JobFailure.of(e);
        }
    }

    private static SourceTally of(Iterator<InternalRow> rows, String[] names, boolean[] text) {
        SourceTally tally = empty(text);
        Set<String> failed = new HashSet<>();
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            tally.rows++;
            if (!row.isNullAt(0) && concernRecord(row.getArray(0), failed)) {
                tally.unreadable++;
                continue;
            }
            for (int i = 0; i < names.length; i++) {
                if (!failed.isEmpty() && failed.contains(names[i])) {
                    tally.columns[i].unreadable++;
                } else {
                    tally.columns[i].add(row.isNullAt(i + 1) ? null : row.getUTF8String(i + 1));
                }
            }
            failed.clear();
        }
        return tally;
    }

    /** Whether one of the reasons is of the record as a whole; else they are of columns. */
    private static boolean concernRecord(ArrayData reasons, Set<String> columns) {
        for (int i = 0; i < reasons.numElements(); i++) {
            InternalRow reason = reasons.getStruct(i, RecordColumns.PARSE_REASON.size());
            if (reason.isNullAt(1)) {
                columns.clear();
                return true;
            }
            columns.add(reason.getUTF8String(1).toString());
        }
        return false;
    }

    private static byte[] merged(byte[] one, byte[] other) {
        SourceTally sum = ofBytes(one);
        SourceTally more = ofBytes(other);
        sum.rows += more.rows;
        sum.unreadable += more.unreadable;
        for (int i = 0; i < sum.columns.length; i++) {
            sum.columns[i].merge(more.columns[i]);
        }
        return sum.toBytes();
    }

    /** In a form of its own, which does not depend on the session's serializer. */
    private byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static SourceTally ofBytes(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (SourceTally) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Cannot be: the class is this one", e);
        }
    }
}
