package dev.sluice.spark.source.typed;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * How a column of a Parquet file is read.
 *
 * @param field as Spark's converter reads it: without an annotation that Spark does not know
 * @param read as Spark's converter gives it
 * @param type as the column's values are given, changed by {@code change}
 * @param problem why it cannot be read; null if it can
 */
record ParquetColumn(
        Type field,
        DataType read,
        DataType type,
        Function<Object, Object> change,
        @Nullable String problem) {
    private static final ParquetToSparkSchemaConverter SPARK =
            new ParquetToSparkSchemaConverter(false, true, true, true, false, false, true, true);

    static ParquetToSparkSchemaConverter converter() {
        return SPARK;
    }

    static ParquetColumn of(Type field) {
        LogicalTypeAnnotation kind = field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED)
                ? field.getLogicalTypeAnnotation()
                : null;
        if (kind instanceof UUIDLogicalTypeAnnotation) {
            return plain(field, DataTypes.StringType, value -> uuid((byte[]) value));
        }
        if (kind instanceof TimeLogicalTypeAnnotation time) {
            return plain(
                    field, DataTypes.StringType, value -> time(((Number) value).longValue(), unit(time.getUnit())));
        }
        if (kind instanceof TimestampLogicalTypeAnnotation moment
                && moment.getUnit() == LogicalTypeAnnotation.TimeUnit.NANOS) {
            return plain(
                    field,
                    moment.isAdjustedToUTC() ? DataTypes.TimestampType : DataTypes.TimestampNTZType,
                    value -> Math.floorDiv((Long) value, 1000L));
        }
        try {
            DataType type = converted(field);
            return new ParquetColumn(field, type, type, Function.identity(), null);
        } catch (Exception e) {
            return new ParquetColumn(
                    field, DataTypes.StringType, DataTypes.StringType, Function.identity(), "its type is " + field);
        }
    }

    FileColumn describe() {
        return new FileColumn(field.getName(), type, problem);
    }

    private static ParquetColumn plain(Type field, DataType type, Function<Object, Object> change) {
        PrimitiveType primitive = field.asPrimitiveType();
        Type bare = Types.primitive(primitive.getPrimitiveTypeName(), primitive.getRepetition())
                .length(primitive.getTypeLength())
                .named(primitive.getName());
        return new ParquetColumn(bare, converted(bare), type, change, null);
    }

    private static DataType converted(Type field) {
        return SPARK.convert(new MessageType("one", field)).apply(0).dataType();
    }

    private static TimeUnit unit(LogicalTypeAnnotation.TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> TimeUnit.MILLISECONDS;
            case MICROS -> TimeUnit.MICROSECONDS;
            case NANOS -> TimeUnit.NANOSECONDS;
        };
    }

    /** ISO 8601, as texts of a time are read; a number beyond the day stays a number, so that it has its reason. */
    static UTF8String time(long sinceMidnight, TimeUnit unit) {
        try {
            return UTF8String.fromString(
                    DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(unit.toNanos(sinceMidnight))));
        } catch (DateTimeException e) {
            return UTF8String.fromString(Long.toString(sinceMidnight));
        }
    }

    static UTF8String uuid(byte[] bytes) {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return UTF8String.fromString(new UUID(halves.getLong(), halves.getLong()).toString());
    }
}
