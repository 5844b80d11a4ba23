package dev.sluice.spark.source.typed;

import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * How values of one ORC type are read.
 *
 * @param type of the values
 */
record OrcValue(DataType type, Read read) {
    // Spark writes local timestamps as numbers, and says so.
    private static final String SPARK_TYPE = "spark.sql.catalyst.type";
    private static final String LOCAL = "timestamp_ntz";

    /** The value in a row of a vector, which is not null. */
    @FunctionalInterface
    interface Read {
        Object from(ColumnVector vector, int row) throws FileFault;
    }

    /** The value in a row, whatever the vector is like; null for null. */
    @Nullable
    Object at(ColumnVector vector, int row) throws FileFault {
        int index = vector.isRepeating ? 0 : row;
        return !vector.noNulls && vector.isNull[index] ? null : read.from(vector, index);
    }

    /** @throws FileFault if values of the type cannot be read */
    static OrcValue of(TypeDescription type) throws FileFault {
        return switch (type.getCategory()) {
            case BOOLEAN -> new OrcValue(DataTypes.BooleanType, (vector, row) -> whole(vector, row) != 0);
            case BYTE -> new OrcValue(DataTypes.ByteType, (vector, row) -> (byte) whole(vector, row));
            case SHORT -> new OrcValue(DataTypes.ShortType, (vector, row) -> (short) whole(vector, row));
            case INT -> new OrcValue(DataTypes.IntegerType, (vector, row) -> (int) whole(vector, row));
            case DATE -> new OrcValue(DataTypes.DateType, (vector, row) -> (int) whole(vector, row));
            case LONG ->
                new OrcValue(
                        LOCAL.equals(type.getAttributeValue(SPARK_TYPE))
                                ? DataTypes.TimestampNTZType
                                : DataTypes.LongType,
                        OrcValue::whole);
            case FLOAT -> new OrcValue(DataTypes.FloatType, (vector, row) -> (float) floating(vector, row));
            case DOUBLE -> new OrcValue(DataTypes.DoubleType, OrcValue::floating);
            case STRING, CHAR, VARCHAR ->
                new OrcValue(DataTypes.StringType, (vector, row) -> UTF8String.fromBytes(bytes(vector, row)));
            case BINARY -> new OrcValue(DataTypes.BinaryType, OrcValue::bytes);
            // Without a zone: what the writer's clock showed.
            case TIMESTAMP -> new OrcValue(DataTypes.TimestampNTZType, OrcValue::micros);
            case TIMESTAMP_INSTANT -> new OrcValue(DataTypes.TimestampType, OrcValue::micros);
            case DECIMAL -> decimal(type);
            case LIST -> OrcNested.list(type);
            case MAP -> OrcNested.map(type);
            case STRUCT -> OrcNested.struct(type);
            case UNION, Geometry, Geography -> throw FileFault.corrupt("its type is " + type);
        };
    }

    private static long whole(ColumnVector vector, int row) {
        return ((LongColumnVector) vector).vector[row];
    }

    private static double floating(ColumnVector vector, int row) {
        return ((DoubleColumnVector) vector).vector[row];
    }

    private static byte[] bytes(ColumnVector vector, int row) {
        BytesColumnVector bytes = (BytesColumnVector) vector;
        return Arrays.copyOfRange(bytes.vector[row], bytes.start[row], bytes.start[row] + bytes.length[row]);
    }

    private static long micros(ColumnVector vector, int row) {
        TimestampColumnVector moments = (TimestampColumnVector) vector;
        long seconds = Math.floorDiv(moments.time[row], 1000L);
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), moments.nanos[row] / 1000L);
    }

    private static OrcValue decimal(TypeDescription type) {
        int precision = type.getPrecision();
        int scale = type.getScale();
        return new OrcValue(DataTypes.createDecimalType(precision, scale), (vector, row) -> {
            BigDecimal value = ((DecimalColumnVector) vector)
                    .vector[row]
                    .getHiveDecimal()
                    .bigDecimalValue()
                    .setScale(scale);
            if (value.precision() > precision) {
                throw FileFault.corrupt("a decimal has more than its %d digits".formatted(precision));
            }
            return Decimal.apply(value, precision, scale);
        });
    }
}
