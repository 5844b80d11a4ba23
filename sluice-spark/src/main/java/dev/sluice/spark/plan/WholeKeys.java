package dev.sluice.spark.plan;

import dev.sluice.spark.expression.ValueFunction.LongToLong;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a whole number is among those known: 1, else 0.
 *
 * <p>A join would follow each key to its row, which is not needed here and lies elsewhere in memory than the key: a third of
 * the cost of a load. These keys lie side by side in one array that each process gets once.
 */
final class WholeKeys implements LongToLong {
    private static final long serialVersionUID = 1L;

    private final Broadcast<long[]> slots;
    private final boolean zero;
    private transient long @Nullable [] here;

    private WholeKeys(Broadcast<long[]> slots, boolean zero) {
        this.slots = slots;
        this.zero = zero;
    }

    /**
     * Reads the keys, part by part.
     *
     * @param count how many there are
     */
    static WholeKeys of(Dataset<Row> rows, String column, int count) {
        long[] slots = new long[slots(count)];
        boolean zero = false;
        int read = 0;
        Iterator<Long> keys = rows.select(column).as(Encoders.LONG()).toLocalIterator();
        while (keys.hasNext()) {
            if (++read > count) {
                break;
            }
            long key = keys.next();
            if (key == 0) {
                zero = true;
            } else {
                slots[place(slots, key)] = key;
            }
        }
        if (read != count) {
            throw new IllegalStateException(
                    "Cannot keep other than the %d keys that were counted: what they are read from has changed"
                            .formatted(count));
        }
        return new WholeKeys(
                JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext())
                        .broadcast(slots),
                zero);
    }

    /** A power of two, at least twice as many as there are keys: a search then ends after two looks, as a rule. */
    private static int slots(int count) {
        return Integer.highestOneBit(Math.max(1, count)) * 4;
    }

    /** Where a key is, or would be: open addressing, 0 stands for a free slot. */
    private static int place(long[] slots, long key) {
        // By the golden ratio, whose upper bits depend on all bits of the key (Knuth, The Art of Computer Programming,
        // 6.4).
        int mask = slots.length - 1;
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> Long.numberOfLeadingZeros(mask));
        while (slots[at] != 0 && slots[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** Frees its memory in all processes. */
    void free() {
        slots.destroy();
    }

    @Override
    public long apply(long value) {
        if (value == 0) {
            return zero ? 1 : 0;
        }
        long[] slots = here;
        if (slots == null) {
            slots = this.slots.value();
            here = slots;
        }
        return slots[place(slots, value)] == 0 ? 0 : 1;
    }

    @Override
    public String toString() {
        return "whole_keys";
    }
}
