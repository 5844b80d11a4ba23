package dev.sluice.core.check;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.Severity;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A demand on a batch as a whole, judged before anything is published.
 *
 * @param column what is measured; null for {@link Measure#ROW_COUNT} only
 * @param percent of {@link Measure#PERCENTILE}, between 0 and 100; otherwise 0
 * @param min the least value allowed
 * @param max the greatest value allowed
 * @param drift how far it may lie from the mean of the last runs, as a share of that mean
 * @param deviations how many standard deviations it may lie from the mean of the last runs
 * @param runs how many published runs {@code drift} and {@code deviations} look back to, at least 1
 */
public record BatchCheck(
        String name,
        Measure measure,
        @Nullable String column,
        double percent,
        OptionalDouble min,
        OptionalDouble max,
        OptionalDouble drift,
        OptionalDouble deviations,
        int runs,
        Severity severity,
        @Nullable Location location) {
    public BatchCheck {
        requireNonNull(name, "name");
        requireNonNull(measure, "measure");
        requireNonNull(severity, "severity");
    }

    /** What is measured, the same for all checks that measure it: {@code percentile(amount, 95)}. */
    public String measured() {
        if (column == null) {
            return measure.word();
        }
        return measure == Measure.PERCENTILE
                ? "percentile(%s, %s)".formatted(column, Figure.of(percent))
                : measure.word() + "(" + column + ")";
    }

    /** Whether it needs to know of earlier runs. */
    public boolean looksBack() {
        return drift.isPresent() || deviations.isPresent();
    }
}
