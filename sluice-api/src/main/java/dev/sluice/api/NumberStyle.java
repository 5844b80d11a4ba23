package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How numbers are written in a text.
 *
 * @param decimal the decimal separator, one ASCII character
 * @param grouping the separator of groups, which may stand between any two digits before the decimal separator; empty
 *     for none. A blank stands for every kind of space
 * @param strip words or signs that may stand before or behind the number, such as {@code €} or {@code EUR}
 * @param percent whether a percent sign behind the number divides it by 100
 */
public record NumberStyle(String decimal, String grouping, List<String> strip, boolean percent) {
    /** {@code -1234.5}. */
    public static final NumberStyle PLAIN = new NumberStyle(".", "", List.of(), false);

    public NumberStyle {
        requireNonNull(decimal, "decimal");
        requireNonNull(grouping, "grouping");
        strip = List.copyOf(strip);
    }
}
