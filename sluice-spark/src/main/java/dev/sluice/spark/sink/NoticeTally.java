package dev.sluice.spark.sink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RowNotices} noted.
 *
 * @param rows by slot; not copied
 * @param given rows by reason, of those that steps name themselves; may name a reason several times; not copied
 * @param samples in the order found; not copied
 */
public record NoticeTally(long[] rows, StepReason[] given, Sample[] samples) implements Serializable {
    public static final NoticeTally NONE = new NoticeTally(new long[0], new StepReason[0], new Sample[0]);

    /** So many rows of one slot are shown. */
    public static final int SAMPLES = 3;

    /**
     * One row, as text.
     *
     * @param code of a reason that the step names itself; null where the slot tells
     */
    public record Sample(
            int slot,
            @Nullable String code,
            String uri,
            long recordNo,
            @Nullable String value,
            String message) implements Serializable {}

    /** Both together; of the samples no more than are shown. */
    NoticeTally plus(NoticeTally other) {
        long[] sums = Arrays.copyOf(rows, Math.max(rows.length, other.rows.length));
        for (int i = 0; i < other.rows.length; i++) {
            sums[i] += other.rows[i];
        }
        StepReason[] all = Arrays.copyOf(given, given.length + other.given.length);
        System.arraycopy(other.given, 0, all, given.length, other.given.length);
        int[] taken = new int[sums.length];
        List<Sample> kept = new ArrayList<>();
        for (Sample[] each : List.of(samples, other.samples)) {
            for (Sample sample : each) {
                if (taken[sample.slot()]++ < SAMPLES) {
                    kept.add(sample);
                }
            }
        }
        return new NoticeTally(sums, all, kept.toArray(Sample[]::new));
    }
}
