package dev.sluice.spark.source.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the next of three bytes, eight bytes at a time. The test for a byte that is zero is the well-known one of
 * subtracting one from each: it may err only above the first match of a word, so the lowest match is always right.
 */
public final class ByteSearch {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final long first;
    private final long second;
    private final long third;

    /** Bytes may be the same where fewer than three are looked for. */
    public ByteSearch(int first, int second, int third) {
        this.first = ONES * (first & 0xff);
        this.second = ONES * (second & 0xff);
        this.third = ONES * (third & 0xff);
    }

    /** The index of the next of the bytes, or {@code to}. */
    public int next(byte[] data, int from, int to) {
        int p = from;
        for (; p <= to - 8; p += 8) {
            long word = (long) LONGS.get(data, p);
            long match = zeros(word ^ first) | zeros(word ^ second) | zeros(word ^ third);
            if (match != 0) {
                return p + (Long.numberOfTrailingZeros(match) >> 3);
            }
        }
        for (; p < to; p++) {
            byte b = data[p];
            if (b == (byte) first || b == (byte) second || b == (byte) third) {
                return p;
            }
        }
        return to;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH;
    }
}
