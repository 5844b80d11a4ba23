package dev.sluice.spark.profile;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column are like.
 *
 * @param nulls rows without a value
 * @param unreadable rows in which the parser could not read the value
 * @param distinct how many values differ
 * @param distinctExact whether that is counted; else it is an estimate, within some 3 %
 * @param least the first by the order of texts, cut after 100 characters; null where there is no value
 * @param greatest the last, likewise
 * @param min of those values that are numbers, as are mean and percentiles
 * @param percentiles at 1, 5, 25, 50, 75, 95 and 99 %; estimates, within some 1.5 % of rank. Empty where there are no numbers
 * @param minLength in characters
 * @param top the values of most rows
 * @param shapes the shapes of most rows, as regular expressions
 */
public record ColumnProfile(
        String name,
        long nulls,
        long unreadable,
        long values,
        long distinct,
        boolean distinctExact,
        @Nullable String least,
        @Nullable String greatest,
        OptionalDouble min,
        OptionalDouble max,
        OptionalDouble mean,
        List<Double> percentiles,
        int minLength,
        int maxLength,
        List<ValueRows> top,
        List<ValueRows> shapes) {
    /** The ranks of {@link #percentiles}, in percent. */
    public static final List<Integer> RANKS = List.of(1, 5, 25, 50, 75, 95, 99);

    private static final int TOP = 10;
    private static final int SHAPES = 5;

    public ColumnProfile {
        requireNonNull(name, "name");
        percentiles = List.copyOf(percentiles);
        top = List.copyOf(top);
        shapes = List.copyOf(shapes);
    }

    /** Empty too where the numbers are so large that their sum is none. */
    private static OptionalDouble mean(ColumnTally tally) {
        return tally.finite() == 0 || !Double.isFinite(tally.sum)
                ? OptionalDouble.empty()
                : OptionalDouble.of(tally.sum / tally.finite());
    }

    static ColumnProfile of(String name, ColumnTally tally) {
        long finite = tally.finite();
        return new ColumnProfile(
                name,
                tally.nulls,
                tally.unreadable,
                tally.values,
                tally.distinct(),
                tally.distinctIsExact(),
                tally.least,
                tally.greatest,
                finite == 0 ? OptionalDouble.empty() : OptionalDouble.of(tally.min),
                finite == 0 ? OptionalDouble.empty() : OptionalDouble.of(tally.max),
                mean(tally),
                finite == 0
                        ? List.of()
                        : RANKS.stream()
                                .map(rank -> tally.quantile(rank / 100.0))
                                .toList(),
                tally.values == 0 ? 0 : tally.minLength,
                tally.maxLength,
                tally.top(TOP),
                tally.topShapes(SHAPES));
    }
}
