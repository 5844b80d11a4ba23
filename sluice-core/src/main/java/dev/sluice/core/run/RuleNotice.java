package dev.sluice.core.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule below error severity found; none of it kept a row from landing.
 *
 * @param severity warning or info
 * @param rule the step's name
 * @param column the first column that the rule names; null for none
 * @param rows rows, good and bad alike: a row counts once
 * @param samples a few of them
 */
public record RuleNotice(
        Severity severity,
        String code,
        String rule,
        @Nullable String column,
        long rows,
        List<Sample> samples) {
    /**
     * One row.
     *
     * @param file its full URI
     * @param recordNo from 1, after the header
     * @param value of {@link RuleNotice#column}, cut where it is long; null for null
     */
    public record Sample(
            String file, long recordNo, @Nullable String value, String message) {
        public Sample {
            requireNonNull(file, "file");
            requireNonNull(message, "message");
        }
    }

    public RuleNotice {
        requireNonNull(severity, "severity");
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        samples = List.copyOf(samples);
    }
}
