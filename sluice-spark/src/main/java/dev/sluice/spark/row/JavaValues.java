package dev.sluice.spark.row;

import dev.sluice.spark.expression.EpochMicros;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Spark's values in the form in which plug-ins see them. */
final class JavaValues {
    private JavaValues() {}

    static Object of(Object value, DataType type) {
        if (value instanceof UTF8String text) {
            return text.toString();
        }
        if (value instanceof Decimal decimal) {
            return decimal.toJavaBigDecimal();
        }
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay((Integer) value);
        }
        if (type instanceof TimestampType) {
            return EpochMicros.toInstant((Long) value);
        }
        if (type instanceof TimestampNTZType) {
            return LocalDateTime.ofInstant(EpochMicros.toInstant((Long) value), ZoneOffset.UTC);
        }
        if (type instanceof BinaryType) {
            return ((byte[]) value).clone();
        }
        if (type instanceof ArrayType array) {
            return Collections.unmodifiableList(list((ArrayData) value, array.elementType()));
        }
        if (type instanceof MapType map) {
            return Collections.unmodifiableMap(map((MapData) value, map));
        }
        if (type instanceof StructType struct) {
            return new SparkRecord(struct, (InternalRow) value);
        }
        return value instanceof Byte || value instanceof Short ? Integer.valueOf(((Number) value).intValue()) : value;
    }

    private static List<@Nullable Object> list(ArrayData array, DataType element) {
        List<@Nullable Object> list = new ArrayList<>(array.numElements());
        for (int i = 0; i < array.numElements(); i++) {
            list.add(array.isNullAt(i) ? null : of(array.get(i, element), element));
        }
        return list;
    }

    private static Map<Object, @Nullable Object> map(MapData data, MapType type) {
        List<@Nullable Object> keys = list(data.keyArray(), type.keyType());
        List<@Nullable Object> values = list(data.valueArray(), type.valueType());
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Object key = keys.get(i);
            if (key != null) {
                map.put(key, values.get(i));
            }
        }
        return map;
    }

    /** A number as a decimal, exactly; null where it is none, such as infinity. */
    static @Nullable BigDecimal exact(Number number) {
        try {
            return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
