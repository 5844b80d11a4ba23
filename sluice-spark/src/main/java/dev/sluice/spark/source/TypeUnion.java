package dev.sluice.spark.source;

import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column whose files differ: the narrowest number that holds every value of both exactly, else text, from
 * which each value is converted as that of a text file is.
 */
final class TypeUnion {
    private TypeUnion() {}

    static DataType of(@Nullable DataType left, DataType right) {
        if (left == null || DataType.equalsIgnoreNullability(left, right)) {
            return right;
        }
        DataType number = number(left, right);
        return number == null ? DataTypes.StringType : number;
    }

    private static @Nullable DataType number(DataType left, DataType right) {
        int leftDigits = wholeDigits(left);
        int rightDigits = wholeDigits(right);
        if (leftDigits > 0 && rightDigits > 0) {
            return leftDigits > rightDigits ? left : right;
        }
        boolean leftFloats = left instanceof FloatType || left instanceof DoubleType;
        boolean rightFloats = right instanceof FloatType || right instanceof DoubleType;
        if (leftFloats && rightFloats) {
            return DataTypes.DoubleType;
        }
        if (leftFloats || rightFloats) {
            // A double holds every int.
            int whole = leftFloats ? rightDigits : leftDigits;
            return whole > 0 && whole <= 10 ? DataTypes.DoubleType : null;
        }
        DecimalType a = decimal(left, leftDigits);
        DecimalType b = decimal(right, rightDigits);
        if (a == null || b == null) {
            return null;
        }
        int scale = Math.max(a.scale(), b.scale());
        int precision = Math.max(a.precision() - a.scale(), b.precision() - b.scale()) + scale;
        return precision > DecimalType.MAX_PRECISION() ? null : DataTypes.createDecimalType(precision, scale);
    }

    private static @Nullable DecimalType decimal(DataType type, int wholeDigits) {
        if (type instanceof DecimalType decimal) {
            return decimal;
        }
        return wholeDigits > 0 ? DataTypes.createDecimalType(wholeDigits, 0) : null;
    }

    /** How many digits the values of a whole number's type have at most; 0 for other types. */
    private static int wholeDigits(DataType type) {
        if (type instanceof ByteType) {
            return 3;
        }
        if (type instanceof ShortType) {
            return 5;
        }
        return type instanceof IntegerType ? 10 : type instanceof LongType ? 19 : 0;
    }
}
