package dev.sluice.spark.row;

import dev.sluice.api.row.RecordView;
import dev.sluice.spark.expression.EpochMicros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Values that plug-ins give in the form in which Spark holds them. */
final class SparkValues {
    private SparkValues() {}

    /**
     * The value as one of the type.
     *
     * @param what how messages call the value
     * @throws IllegalArgumentException if it is not of the type
     */
    static @Nullable Object of(@Nullable Object value, DataType type, String what) {
        if (value == null) {
            return null;
        }
        Object spark = nested(value, type, what);
        if (spark == null && value instanceof Number number) {
            spark = number(number, type);
        }
        if (spark == null) {
            spark = scalar(value, type);
        }
        if (spark == null) {
            throw new IllegalArgumentException("%s cannot be %s: a %s is due, not a %s"
                    .formatted(
                            what,
                            value instanceof Number ? value : "set to this value",
                            type.catalogString(),
                            value.getClass().getSimpleName()));
        }
        return spark;
    }

    private static @Nullable Object scalar(Object value, DataType type) {
        if (type instanceof StringType && value instanceof CharSequence text) {
            return UTF8String.fromString(text.toString());
        } else if (type instanceof BooleanType && value instanceof Boolean) {
            return value;
        } else if (type instanceof DateType && value instanceof LocalDate date) {
            return Math.toIntExact(date.toEpochDay());
        } else if (type instanceof TimestampType && value instanceof Instant instant) {
            return EpochMicros.of(instant);
        } else if (type instanceof TimestampNTZType && value instanceof LocalDateTime local) {
            return EpochMicros.of(local.toInstant(ZoneOffset.UTC));
        } else if (type instanceof BinaryType && value instanceof byte[] bytes) {
            return bytes.clone();
        }
        return null;
    }

    /** Null where the type does not hold the number exactly; floating types take the nearest. */
    private static @Nullable Object number(Number number, DataType type) {
        if (type instanceof DoubleType) {
            return number.doubleValue();
        }
        if (type instanceof FloatType) {
            return number.floatValue();
        }
        BigDecimal exact = JavaValues.exact(number);
        if (exact == null) {
            return null;
        }
        if (type instanceof DecimalType decimal) {
            BigDecimal scaled = exact.stripTrailingZeros();
            boolean fits = scaled.scale() <= decimal.scale()
                    && scaled.precision() - scaled.scale() <= decimal.precision() - decimal.scale();
            return fits ? Decimal.apply(exact.setScale(decimal.scale()), decimal.precision(), decimal.scale()) : null;
        }
        boolean small = type instanceof IntegerType;
        if (!small && !(type instanceof LongType)) {
            return null;
        }
        if (exact.precision() - exact.scale() > 20 || exact.stripTrailingZeros().scale() > 0) {
            return null;
        }
        BigInteger whole = exact.toBigInteger();
        if (whole.bitLength() >= (small ? Integer.SIZE : Long.SIZE)) {
            return null;
        }
        return small ? (Object) whole.intValue() : (Object) whole.longValue();
    }

    private static @Nullable Object nested(Object value, DataType type, String what) {
        if (type instanceof ArrayType array && value instanceof Collection<?> list) {
            return array(list, array.elementType(), what);
        } else if (type instanceof MapType map && value instanceof Map<?, ?> entries) {
            if (entries.containsKey(null)) {
                throw new IllegalArgumentException(what + " has a key that is null");
            }
            return new ArrayBasedMapData(
                    array(entries.keySet(), map.keyType(), what), array(entries.values(), map.valueType(), what));
        } else if (type instanceof StructType struct) {
            return struct(value, struct, what);
        }
        return null;
    }

    private static GenericArrayData array(Collection<?> values, DataType type, String what) {
        @Nullable Object[] elements = new Object[values.size()];
        int i = 0;
        for (Object value : values) {
            elements[i] = of(value, type, what + "[" + i + "]");
            i++;
        }
        return new GenericArrayData(elements);
    }

    private static @Nullable Object struct(Object value, StructType type, String what) {
        if (!(value instanceof Map<?, ?>) && !(value instanceof RecordView)) {
            return null;
        }
        StructField[] fields = type.fields();
        @Nullable Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            String name = fields[i].name();
            Object field = value instanceof RecordView record
                    ? record.columns().contains(name) ? record.value(name) : null
                    : ((Map<?, ?>) value).get(name);
            values[i] = of(field, fields[i].dataType(), what + "." + name);
        }
        return new GenericInternalRow(values);
    }
}
