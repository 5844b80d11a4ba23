package dev.sluice.core.report;

import java.util.Arrays;

/** How values spread: nearest-rank percentiles. All zero where {@code count} is 0. */
public record Distribution(long count, long sum, long min, long p25, long p50, long p75, long p95, long max) {
    public static final Distribution EMPTY = new Distribution(0, 0, 0, 0, 0, 0, 0, 0);

    public static Distribution of(long... values) {
        if (values.length == 0) {
            return EMPTY;
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Distribution(
                sorted.length,
                Arrays.stream(sorted).sum(),
                sorted[0],
                rank(sorted, 25),
                rank(sorted, 50),
                rank(sorted, 75),
                rank(sorted, 95),
                sorted[sorted.length - 1]);
    }

    /** The largest value over the median; 1 where either is 0. */
    public double skew() {
        return p50 == 0 || max == 0 ? 1 : (double) max / p50;
    }

    private static long rank(long[] sorted, int percent) {
        int rank = (int) Math.ceil(sorted.length * (percent / 100.0));
        return sorted[Math.max(rank, 1) - 1];
    }
}
