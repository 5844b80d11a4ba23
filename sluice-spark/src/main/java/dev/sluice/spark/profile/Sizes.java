package dev.sluice.spark.profile;

import java.io.Serializable;

/**
 * How much is remembered of each column: less where there are many, so that all together stay within some 100 MiB for each
 * task.
 *
 * @param values distinct values that are counted one by one, a power of two
 * @param shapes likewise, of shapes
 * @param samples values kept to look for formats of dates and times
 * @param logDistinct the accuracy of estimates of distinct values, as a logarithm
 */
record Sizes(int values, int shapes, int samples, int logDistinct) implements Serializable {
    static Sizes of(int columns) {
        int values = Integer.highestOneBit(Math.max(1, 262_144 / Math.max(1, columns)));
        return new Sizes(
                Math.min(2048, Math.max(16, values)),
                Math.min(64, Math.max(8, values / 16)),
                Math.min(300, Math.max(20, 60_000 / Math.max(1, columns))),
                columns > 500 ? 10 : 12);
    }
}
