package dev.sluice.spark.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's rows as values of Java, whatever classes the session uses for times. */
final class JavaValues {
    private JavaValues() {}

    static Map<String, @Nullable Object> of(Row row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        String[] names = row.schema().fieldNames();
        for (int i = 0; i < names.length; i++) {
            values.put(names[i], of(row.get(i)));
        }
        return values;
    }

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Row struct) {
            return of(struct);
        }
        if (value instanceof scala.collection.Seq<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            CollectionConverters.asJava(list).forEach(item -> items.add(of((Object) item)));
            return items;
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            Map<String, @Nullable Object> entries = new LinkedHashMap<>();
            CollectionConverters.asJava(map)
                    .forEach((key, item) -> entries.put(String.valueOf(of((Object) key)), of((Object) item)));
            return entries;
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        }
        return value instanceof java.sql.Timestamp time ? time.toInstant() : value;
    }
}
