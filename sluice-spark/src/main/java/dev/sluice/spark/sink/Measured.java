package dev.sluice.spark.sink;

import java.io.Serializable;
import java.util.OptionalDouble;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.Union;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;

/**
 * What was measured of one column, in one task or in all: sums that can be added up, and sketches of bounded size.
 *
 * @param numbers of its values that are numbers and not NaN
 * @param squares the sum of squared distances from the mean
 * @param distinct a sketch; empty for none
 * @param order a sketch; empty for none
 */
public record Measured(
        long rows,
        long nulls,
        long numbers,
        double mean,
        double squares,
        double min,
        double max,
        byte[] distinct,
        byte[] order)
        implements Serializable {
    static final Measured NONE = new Measured(0, 0, 0, 0, 0, 0, 0, new byte[0], new byte[0]);
    /** 4,096 buckets: about 1.6 % off. */
    static final int BUCKETS_LOG = 12;

    Measured plus(Measured other) {
        if (rows == 0) {
            return other;
        }
        if (other.rows == 0) {
            return this;
        }
        long all = numbers + other.numbers;
        double apart = other.mean - mean;
        return new Measured(
                rows + other.rows,
                nulls + other.nulls,
                all,
                all == 0 ? 0 : mean + apart * other.numbers / all,
                all == 0 ? 0 : squares + other.squares + apart * apart * numbers * other.numbers / all,
                numbers == 0 ? other.min : other.numbers == 0 ? min : Math.min(min, other.min),
                numbers == 0 ? other.max : other.numbers == 0 ? max : Math.max(max, other.max),
                plusDistinct(distinct, other.distinct),
                plusOrder(order, other.order));
    }

    private static byte[] plusDistinct(byte[] a, byte[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        Union union = new Union(BUCKETS_LOG);
        union.update(HllSketch.heapify(Memory.wrap(a)));
        union.update(HllSketch.heapify(Memory.wrap(b)));
        return union.getResult().toCompactByteArray();
    }

    private static byte[] plusOrder(byte[] a, byte[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? b : a;
        }
        KllDoublesSketch sketch = KllDoublesSketch.heapify(Memory.wrap(a));
        sketch.merge(KllDoublesSketch.heapify(Memory.wrap(b)));
        return sketch.toByteArray();
    }

    /** An estimate; never more than the values there are. */
    public double distinctValues() {
        return distinct.length == 0
                ? 0
                : Math.min(
                        rows - nulls, HllSketch.heapify(Memory.wrap(distinct)).getEstimate());
    }

    /** @param percent between 0 and 100 */
    public OptionalDouble percentile(double percent) {
        if (order.length == 0 || numbers == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(KllDoublesSketch.heapify(Memory.wrap(order)).getQuantile(percent / 100));
    }
}
