package dev.sluice.spark.quarantine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one rule found bad for one reason in values of one shape.
 *
 * @param column the first that the reason names; null where it concerns the whole record
 * @param shape the value with {@code 9} for each run of digits and {@code a} for each run of letters; null for no value
 * @param rows rows, not reasons
 * @param files source files
 * @param first when the first of these rows was quarantined
 * @param values some distinct values, those of most rows first
 * @param samples a few of the rows
 */
public record Pattern(
        String stage,
        String code,
        String rule,
        @Nullable String column,
        @Nullable String shape,
        long rows,
        long files,
        Instant first,
        Instant last,
        List<String> values,
        List<Sample> samples) {
    /** A row by which the pattern can be understood. */
    public record Sample(
            String quarantineId,
            String sourceUri,
            long recordNo,
            @Nullable String raw) {}

    public Pattern {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        values = List.copyOf(values);
        samples = List.copyOf(samples);
    }
}
