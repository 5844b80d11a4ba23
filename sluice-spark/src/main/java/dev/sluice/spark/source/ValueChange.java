package dev.sluice.spark.source;

import dev.sluice.spark.expression.EpochMicros;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import org.apache.spark.sql.catalyst.json.JacksonGenerator;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** From a file's own type to the type that {@link TypeUnion} gave the column; loses nothing. */
final class ValueChange {
    private static final JSONOptions JSON = new JSONOptions(
            scala.collection.immutable.Map.from(scala.jdk.javaapi.CollectionConverters.asScala(Map.of(
                    "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
                    "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS"))),
            "UTC",
            "");

    private ValueChange() {}

    static UnaryOperator<Object> of(DataType from, DataType to) {
        if (DataType.equalsIgnoreNullability(from, to)) {
            return UnaryOperator.identity();
        }
        if (to instanceof StringType) {
            return value -> UTF8String.fromString(text(value, from));
        }
        if (to instanceof ShortType) {
            return value -> ((Number) value).shortValue();
        }
        if (to instanceof IntegerType) {
            return value -> ((Number) value).intValue();
        }
        if (to instanceof LongType) {
            return value -> ((Number) value).longValue();
        }
        if (to instanceof DoubleType) {
            return value -> ((Number) value).doubleValue();
        }
        if (to instanceof DecimalType decimal) {
            return value -> Decimal.apply(
                    value instanceof Decimal own
                            ? own.toJavaBigDecimal()
                            : new java.math.BigDecimal(((Number) value).longValue()),
                    decimal.precision(),
                    decimal.scale());
        }
        throw new IllegalStateException("Cannot change %s to %s".formatted(from, to));
    }

    private static String text(Object value, DataType from) {
        if (from instanceof DateType) {
            return LocalDate.ofEpochDay((Integer) value).toString();
        }
        if (from instanceof TimestampType || from instanceof TimestampNTZType) {
            Instant instant = EpochMicros.toInstant((Long) value);
            return from instanceof TimestampType
                    ? instant.toString()
                    : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
        }
        if (from instanceof BinaryType) {
            return Base64.getEncoder().encodeToString((byte[]) value);
        }
        boolean nested = from instanceof StructType || from instanceof ArrayType || from instanceof MapType;
        return nested ? json(value, from) : value.toString();
    }

    private static String json(Object value, DataType type) {
        StringWriter text = new StringWriter();
        JacksonGenerator json = new JacksonGenerator(type, text, JSON);
        if (value instanceof InternalRow row) {
            json.write(row);
        } else if (value instanceof ArrayData array) {
            json.write(array);
        } else {
            json.write((MapData) value);
        }
        json.flush();
        return text.toString();
    }
}
