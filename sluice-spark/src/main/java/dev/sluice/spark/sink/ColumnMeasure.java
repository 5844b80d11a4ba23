package dev.sluice.spark.sink;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** Measures one column of the rows that a task lands. Used by one task. */
final class ColumnMeasure {
    private static final int ORDER_SIZE = 200;
    private static final byte[] EMPTY = {(byte) 0xff};

    private final Measurement what;
    private final @Nullable HllSketch distinct;
    private final @Nullable KllDoublesSketch order;
    private long rows;
    private long nulls;
    private long numbers;
    private double mean;
    private double squares;
    private double min;
    private double max;

    ColumnMeasure(Measurement what) {
        this.what = what;
        this.distinct = what.distinct() ? new HllSketch(Measured.BUCKETS_LOG) : null;
        this.order = what.percentiles() ? KllDoublesSketch.newHeapInstance(ORDER_SIZE) : null;
    }

    void add(InternalRow row) {
        rows++;
        int at = what.ordinal();
        if (row.isNullAt(at)) {
            nulls++;
            return;
        }
        DataType type = what.type();
        if (type instanceof LongType) {
            long value = row.getLong(at);
            count(value);
            number(value);
        } else if (type instanceof IntegerType) {
            int value = row.getInt(at);
            count(value);
            number(value);
        } else if (type instanceof DoubleType) {
            double value = row.getDouble(at);
            count(value);
            number(value);
        } else if (type instanceof FloatType) {
            float value = row.getFloat(at);
            count(value);
            number(value);
        } else if (type instanceof DecimalType decimal) {
            Decimal value = row.getDecimal(at, decimal.precision(), decimal.scale());
            if (distinct != null) {
                distinct.update(value.toString());
            }
            number(value.toDouble());
        } else if (distinct != null) {
            other(row, at, type, distinct);
        }
    }

    private static void other(InternalRow row, int at, DataType type, HllSketch distinct) {
        if (type instanceof StringType) {
            byte[] bytes = row.getUTF8String(at).getBytes();
            // The sketch passes over texts without a byte.
            distinct.update(bytes.length == 0 ? EMPTY : bytes);
        } else if (type instanceof DateType) {
            distinct.update((long) row.getInt(at));
        } else if (type instanceof TimestampType || type instanceof TimestampNTZType) {
            distinct.update(row.getLong(at));
        } else if (type instanceof BooleanType) {
            distinct.update(row.getBoolean(at) ? 1L : 0L);
        } else {
            distinct.update(String.valueOf(row.get(at, type)));
        }
    }

    private void count(long value) {
        if (distinct != null) {
            distinct.update(value);
        }
    }

    private void count(double value) {
        if (distinct != null) {
            distinct.update(value);
        }
    }

    /** Welford's way, which loses no digits to large sums. */
    private void number(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        numbers++;
        double before = value - mean;
        mean += before / numbers;
        squares += before * (value - mean);
        min = numbers == 1 ? value : Math.min(min, value);
        max = numbers == 1 ? value : Math.max(max, value);
        if (order != null) {
            order.update(value);
        }
    }

    Measured measured() {
        return new Measured(
                rows,
                nulls,
                numbers,
                mean,
                squares,
                min,
                max,
                distinct == null ? new byte[0] : distinct.toCompactByteArray(),
                order == null ? new byte[0] : order.toByteArray());
    }
}
