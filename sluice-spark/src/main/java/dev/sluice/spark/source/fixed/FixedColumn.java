package dev.sluice.spark.source.fixed;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column's place in a record, in characters from 0.
 *
 * @param end after the last character; {@link #OPEN} where the column takes all that follows
 */
record FixedColumn(String name, int start, int end) implements Serializable {
    static final int OPEN = Integer.MAX_VALUE;

    private static final Pattern RANGE =
            Pattern.compile("\\s*(\\d{1,7})\\s*(?:(-)\\s*(\\d{1,7})?|\\+\\s*(\\d{1,7}))?\\s*");

    /** Of {@code 1-8} (first and last place), {@code 9+20} (first place and width), {@code 29} or {@code 30-}. */
    static Optional<FixedColumn> of(String name, String range) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int start = Integer.parseInt(matcher.group(1)) - 1;
        int end = start + 1;
        if (matcher.group(3) != null) {
            end = Integer.parseInt(matcher.group(3));
        } else if (matcher.group(2) != null) {
            end = OPEN;
        } else if (matcher.group(4) != null) {
            end = start + Integer.parseInt(matcher.group(4));
        }
        return start < 0 || end <= start ? Optional.empty() : Optional.of(new FixedColumn(name, start, end));
    }

    /** How many characters a record needs to have the column whole. */
    int needs() {
        return end == OPEN ? start : end;
    }
}
