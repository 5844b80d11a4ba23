package dev.sluice.cli.session;

import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.ResultRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's rows as results of a command. */
public final class SparkRows {
    private SparkRows() {}

    /**
     * All rows, partition after partition, so that a result of any size can be printed.
     */
    public static ResultRows all(Dataset<Row> rows) {
        return of(rows, rows.toLocalIterator());
    }

    /** Rows that fit into memory. */
    public static ResultRows few(Dataset<Row> rows) {
        return of(rows, rows.collectAsList().iterator());
    }

    private static ResultRows of(Dataset<Row> rows, Iterator<Row> iterator) {
        List<ResultColumn> columns =
                Arrays.stream(rows.schema().fields()).map(SparkRows::column).toList();
        return new ResultRows(columns, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public List<@Nullable Object> next() {
                return values(iterator.next());
            }
        });
    }

    private static ResultColumn column(StructField field) {
        return new ResultColumn(
                field.name(), field.dataType().catalogString(), field.dataType() instanceof NumericType);
    }

    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            values.add(value(row.get(i)));
        }
        return values;
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Row struct) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < struct.size(); i++) {
                map.put(struct.schema().fieldNames()[i], value(struct.get(i)));
            }
            return map;
        }
        if (value instanceof scala.collection.Seq<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            CollectionConverters.asJava(list).forEach(item -> items.add(value(item)));
            return items;
        }
        if (value instanceof scala.collection.Map<?, ?> scalaMap) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            CollectionConverters.asJava(scalaMap)
                    .forEach((key, item) -> map.put(String.valueOf(value(key)), value(item)));
            return map;
        }
        return value;
    }
}
