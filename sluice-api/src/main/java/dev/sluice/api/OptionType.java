package dev.sluice.api;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a configured text becomes a value. A closed set, so that reader, JSON Schema and reference can each be complete.
 *
 * @param <T> the value's Java type
 */
public sealed interface OptionType<T> {
    /** Any scalar, as text. */
    record Text() implements OptionType<String> {}

    /** Exactly one character, or one of the words {@code tab} and {@code none} where a format says so. */
    record Character() implements OptionType<String> {}

    /** A whole number between two bounds, both included. */
    record Whole(long min, long max) implements OptionType<Long> {}

    /** {@code true} or {@code false}. */
    record Flag() implements OptionType<Boolean> {}

    /** One of an enum's constants, written in lower case with underscores. */
    record Choice<E extends Enum<E>>(Class<E> constants) implements OptionType<E> {}

    /** A count of bytes such as {@code 16MiB}; value in bytes. */
    record Size() implements OptionType<Long> {}

    /** A span of time such as {@code 30s}, {@code 5m}, {@code 4h} or {@code 1d}. */
    record Span() implements OptionType<Duration> {}

    /** A time zone's IANA name or offset. */
    record Zone() implements OptionType<ZoneId> {}

    /** A regular expression of {@link java.util.regex.Pattern}. */
    record Regex() implements OptionType<Pattern> {}

    /** The name of a column that exists when the step begins. */
    record ColumnName() implements OptionType<String> {}

    /** The name of a column that the step makes. */
    record NewColumn() implements OptionType<String> {}

    /** A column type such as {@code decimal(10,2)}, as text; see the reference of types. */
    record TypeName() implements OptionType<String> {}

    /** An SQL expression over the columns of a row. */
    record Sql() implements OptionType<String> {}

    /** A list; a single value stands for a list of one. */
    record ListOf<T>(OptionType<T> element) implements OptionType<List<T>> {}

    /** A map in the order written; keys are read as {@code key} says. */
    record MapOf<T>(OptionType<String> key, OptionType<T> value) implements OptionType<Map<String, T>> {}

    /** A section with keys of its own. */
    record Section(List<Option<?>> options) implements OptionType<Options> {
        public Section {
            options = List.copyOf(options);
        }
    }
}
