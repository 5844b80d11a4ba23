package dev.sluice.core.budget;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A limit that a run has exceeded.
 *
 * @param name of the rule, the column or the file; empty for {@link Subject#ROWS}
 * @param bad rows
 * @param read rows, of the file or of the run
 */
public record Overrun(Subject subject, String name, long bad, long read, Limit limit) {
    /** What has a limit. */
    public enum Subject {
        ROWS,
        RULE,
        COLUMN,
        FILE;

        /** The word in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Overrun {
        requireNonNull(subject, "subject");
        requireNonNull(name, "name");
        requireNonNull(limit, "limit");
    }

    /** One clause with the figures, such as {@code 12 of 100 rows are bad (12%), budget 5%}. */
    public String describe() {
        String what = switch (subject) {
            case ROWS -> "%,d of %,d rows are bad".formatted(bad, read);
            case RULE -> "rule %s: %,d of %,d rows".formatted(name, bad, read);
            case COLUMN -> "column %s: %,d of %,d rows".formatted(name, bad, read);
            case FILE -> "file %s: %,d of %,d rows".formatted(name, bad, read);
        };
        return what + (read == 0 ? "" : " (" + share() + "%)") + ", budget " + limit;
    }

    private String share() {
        return BigDecimal.valueOf(bad)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(read), 2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
