package dev.sluice.cli.session;

import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.ResultRows;
import dev.sluice.spark.run.QueryFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's rows as results of a command. */
public final class SparkRows {
    /** So many rows fit into memory, and Spark may keep as many while it sorts. */
    private static final int FEW = 10_000;

    private SparkRows() {}

    /**
     * The first rows. Few are taken at once; many, or all, come partition after partition, so that a result of any size can
     * be printed.
     *
     * @param limit at most so many, and any number; {@link Long#MAX_VALUE} for all
     * @throws dev.sluice.api.SluiceException as {@link QueryFailure#of}, here or by the iterator
     */
    public static ResultRows first(Dataset<Row> rows, long limit) {
        return asked(() -> limit <= FEW
                ? of(rows, rows.limit((int) limit).collectAsList().iterator(), limit)
                : of(rows, rows.toLocalIterator(), limit));
    }

    /** @throws dev.sluice.api.SluiceException as {@link QueryFailure#of} */
    public static long count(Dataset<Row> rows) {
        return asked(rows::count);
    }

    /** Spark throws checked exceptions too, of which its signatures do not tell. */
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (Exception e) {
            throw QueryFailure.of(e);
        }
    }

    private static ResultRows of(Dataset<Row> rows, Iterator<Row> iterator, long limit) {
        List<ResultColumn> columns =
                Arrays.stream(rows.schema().fields()).map(SparkRows::column).toList();
        return new ResultRows(columns, new Iterator<>() {
            private long left = limit;

            @Override
            public boolean hasNext() {
                return left > 0 && asked(iterator::hasNext);
            }

            @Override
            public List<@Nullable Object> next() {
                left--;
                return values(asked(iterator::next));
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
