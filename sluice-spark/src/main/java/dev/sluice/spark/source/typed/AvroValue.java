package dev.sluice.spark.source.typed;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Avro schema are read.
 *
 * @param type of the values
 */
record AvroValue(DataType type, Read read) {
    /** Reads a value in Catalyst's form; null for null. */
    @FunctionalInterface
    interface Read {
        @Nullable
        Object from(AvroBytes in) throws FileFault;
    }

    /** @throws FileFault if values of the schema cannot be had as one type */
    static AvroValue of(Schema schema) throws FileFault {
        return of(schema, new HashSet<>());
    }

    /** @param around the records that the schema lies in */
    static AvroValue of(Schema schema, Set<String> around) throws FileFault {
        LogicalType logical = schema.getLogicalType();
        AvroValue special = logical == null ? null : logical(schema, logical);
        if (special != null) {
            return special;
        }
        return switch (schema.getType()) {
            case NULL -> new AvroValue(DataTypes.StringType, in -> null);
            case BOOLEAN -> new AvroValue(DataTypes.BooleanType, AvroBytes::readBoolean);
            case INT -> new AvroValue(DataTypes.IntegerType, AvroBytes::readInt);
            case LONG -> new AvroValue(DataTypes.LongType, AvroBytes::readLong);
            case FLOAT -> new AvroValue(DataTypes.FloatType, AvroBytes::readFloat);
            case DOUBLE -> new AvroValue(DataTypes.DoubleType, AvroBytes::readDouble);
            case STRING -> new AvroValue(DataTypes.StringType, AvroValue::string);
            case BYTES -> new AvroValue(DataTypes.BinaryType, in -> bytes(in, in.readLength()));
            case FIXED -> new AvroValue(DataTypes.BinaryType, in -> bytes(in, schema.getFixedSize()));
            case ENUM -> symbols(schema.getEnumSymbols());
            case UNION -> AvroNested.union(schema.getTypes(), around);
            case ARRAY -> AvroNested.array(schema, around);
            case MAP -> AvroNested.map(schema, around);
            case RECORD -> AvroNested.record(schema, around);
        };
    }

    private static AvroValue symbols(List<String> symbols) {
        List<UTF8String> texts = symbols.stream().map(UTF8String::fromString).toList();
        return new AvroValue(DataTypes.StringType, in -> texts.get(in.readIndex(texts.size())));
    }

    private static UTF8String string(AvroBytes in) throws FileFault {
        int length = in.readLength();
        return UTF8String.fromBytes(in.data(), in.skip(length), length);
    }

    private static byte[] bytes(AvroBytes in, int length) throws FileFault {
        int start = in.skip(length);
        return Arrays.copyOfRange(in.data(), start, start + length);
    }

    private static @Nullable AvroValue logical(Schema schema, LogicalType logical) throws FileFault {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return decimal(schema, decimal.getPrecision(), decimal.getScale());
        }
        boolean fixed = schema.getType() == Schema.Type.FIXED;
        return switch (logical.getName()) {
            case "date" -> new AvroValue(DataTypes.DateType, AvroBytes::readInt);
            case "time-millis" -> time(TimeUnit.MILLISECONDS);
            case "time-micros" -> time(TimeUnit.MICROSECONDS);
            case "timestamp-millis" -> moment(DataTypes.TimestampType, 1000, 1);
            case "timestamp-micros" -> moment(DataTypes.TimestampType, 1, 1);
            case "timestamp-nanos" -> moment(DataTypes.TimestampType, 1, 1000);
            case "local-timestamp-millis" -> moment(DataTypes.TimestampNTZType, 1000, 1);
            case "local-timestamp-micros" -> moment(DataTypes.TimestampNTZType, 1, 1);
            case "local-timestamp-nanos" -> moment(DataTypes.TimestampNTZType, 1, 1000);
            case "uuid" ->
                fixed
                        ? new AvroValue(
                                DataTypes.StringType, in -> ParquetColumn.uuid(bytes(in, schema.getFixedSize())))
                        : null;
            case "duration" -> throw FileFault.corrupt("durations are not read");
            default -> null;
        };
    }

    private static AvroValue time(TimeUnit unit) {
        return new AvroValue(DataTypes.StringType, in -> ParquetColumn.time(in.readLong(), unit));
    }

    private static AvroValue moment(DataType type, long times, long parts) {
        return new AvroValue(type, in -> Math.floorDiv(Math.multiplyExact(in.readLong(), times), parts));
    }

    private static AvroValue decimal(Schema schema, int precision, int scale) throws FileFault {
        if (precision > 38 || scale < 0) {
            throw FileFault.corrupt("a decimal of %d digits is not read".formatted(precision));
        }
        int fixed = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
        return new AvroValue(DataTypes.createDecimalType(precision, scale), in -> {
            byte[] unscaled = bytes(in, fixed >= 0 ? fixed : in.readLength());
            BigDecimal value = new BigDecimal(unscaled.length == 0 ? BigInteger.ZERO : new BigInteger(unscaled), scale);
            if (value.precision() > precision) {
                throw FileFault.corrupt("a decimal has more than its %d digits".formatted(precision));
            }
            return Decimal.apply(value, precision, scale);
        });
    }
}
