package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pattern of {@link DateTimeFormatter} for reading dates and times: English names in any case, strict (30 February is
 * no date), {@code yy} means 2000 to 2099, {@code yyyy} and {@code uuuu} mean the same, weeks ({@code Y}, {@code w},
 * {@code e}) are those of ISO 8601.
 *
 * @param text the pattern as written
 * @param formatter reads texts as the pattern says
 * @param date whether it gives a whole date
 * @param time whether it gives a time of day
 * @param zone whether it gives a zone or an offset
 */
public record TimePattern(String text, DateTimeFormatter formatter, boolean date, boolean time, boolean zone) {
    /** English words; the weeks of a region that counts them as ISO 8601 does. Plain English begins them on Sunday. */
    private static final Locale ENGLISH_WITH_ISO_WEEKS = Locale.forLanguageTag("en-u-rg-gbzzzz");

    /** What a pattern is to give. */
    public enum Use {
        DATE,
        TIME,
        TIMESTAMP
    }

    public TimePattern {
        requireNonNull(text, "text");
        requireNonNull(formatter, "formatter");
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException if it is no pattern, with what is wrong
     */
    public static TimePattern of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the pattern is blank");
        }
        DateTimeFormatter formatter = formatter(text);
        TemporalAccessor sample = sample(text, formatter);
        return new TimePattern(
                text,
                formatter,
                sample.query(TemporalQueries.localDate()) != null,
                time(text, sample),
                sample.query(TemporalQueries.zone()) != null);
    }

    /** Why the pattern cannot be used for this; empty if it can. */
    public static Optional<String> problem(String text, Use use) {
        TimePattern pattern;
        try {
            pattern = of(text);
        } catch (IllegalArgumentException e) {
            return Optional.of("'%s' is not a pattern: %s".formatted(text, e.getMessage()));
        }
        if (use == Use.TIME) {
            return pattern.time ? Optional.empty() : Optional.of("'%s' gives no time of day".formatted(text));
        }
        return pattern.date
                ? Optional.empty()
                : Optional.of("'%s' gives no date: it needs year, month and day".formatted(text));
    }

    private static DateTimeFormatter formatter(String text) {
        DateTimeFormatterBuilder builder =
                new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(text);
        if (text.indexOf('y') >= 0 && text.indexOf('G') < 0) {
            // A strict year of an era needs its era.
            builder.parseDefaulting(ChronoField.ERA, 1);
        }
        return builder.toFormatter(ENGLISH_WITH_ISO_WEEKS)
                .withResolverStyle(ResolverStyle.STRICT)
                .withChronology(IsoChronology.INSTANCE);
    }

    /** What the pattern reads of a text that it wrote itself. */
    private static TemporalAccessor sample(String text, DateTimeFormatter formatter) {
        ZonedDateTime moment =
                LocalDateTime.of(2017, 8, 23, 21, 43, 56, 123_456_000).atZone(ZoneId.of("Europe/Berlin"));
        try {
            return formatter.parse(formatter.format(moment));
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException("it cannot read what it writes", e);
        }
    }

    private static boolean time(String text, TemporalAccessor sample) {
        if (sample.query(TemporalQueries.localTime()) != null) {
            return true;
        }
        boolean parts = Stream.of(
                        ChronoField.HOUR_OF_AMPM,
                        ChronoField.CLOCK_HOUR_OF_AMPM,
                        ChronoField.AMPM_OF_DAY,
                        ChronoField.MINUTE_OF_HOUR,
                        ChronoField.SECOND_OF_MINUTE,
                        ChronoField.NANO_OF_SECOND)
                .anyMatch(sample::isSupported);
        if (parts) {
            throw new IllegalArgumentException(
                    text.indexOf('h') >= 0 || text.indexOf('K') >= 0
                            ? "h counts half a day, so it needs a (AM or PM); H counts a whole day"
                            : "a time needs its hour");
        }
        return false;
    }
}
