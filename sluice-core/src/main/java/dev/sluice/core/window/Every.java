package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the windows of a pipeline are, by the calendar.
 *
 * @param count at least 1; of hours a divisor of 24, so that windows begin at the same hours every day
 */
public record Every(int count, Unit unit) {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,2})\\s*(h|d|w|mo)");

    /** Units of the calendar: a day may have 23 or 25 hours, a month has 28 to 31 days. */
    public enum Unit {
        HOURS("h"),
        DAYS("d"),
        WEEKS("w"),
        MONTHS("mo");

        private final String word;

        Unit(String word) {
            this.word = word;
        }
    }

    public Every {
        requireNonNull(unit, "unit");
        if (count < 1 || unit == Unit.HOURS && 24 % count != 0) {
            throw new IllegalArgumentException(
                    "Invalid length %d%s: hours must divide 24, and no count is below 1".formatted(count, unit.word));
        }
    }

    /** Reads {@code 6h}, {@code 1d}, {@code 2w} or {@code 1mo}; empty if the text is of no such form. */
    public static Optional<Every> parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        int count = Integer.parseInt(parts.group(1));
        for (Unit unit : Unit.values()) {
            if (unit.word.equals(parts.group(2)) && (unit != Unit.HOURS || 24 % count == 0)) {
                return Optional.of(new Every(count, unit));
            }
        }
        return Optional.empty();
    }

    /** Whether windows begin at midnight, so that spans are added to them by the local clock. */
    boolean isOfDays() {
        return unit != Unit.HOURS;
    }

    @Override
    public String toString() {
        return count + unit.word;
    }
}
