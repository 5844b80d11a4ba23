package dev.sluice.spark.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import org.jspecify.annotations.Nullable;

/** The fields of a date and time while a text is read. Used once, by one thread. */
final class Moment {
    static final long MICROS_PER_SECOND = 1_000_000L;
    static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;
    private static final int ABSENT = -1;
    private static final int NO_OFFSET = Integer.MIN_VALUE;

    int year = ABSENT;
    int month = ABSENT;
    int day = ABSENT;
    int hour = ABSENT;
    /** From 0 (12 o'clock) to 11; needs {@link #half}. */
    int halfHour = ABSENT;
    /** 0 before noon, 1 after. */
    int half = ABSENT;

    int minute = ABSENT;
    int second = ABSENT;
    int nanos = ABSENT;
    int weekday = ABSENT;
    int offsetSeconds = NO_OFFSET;

    @Nullable
    ZoneId zone;

    /** Forgets what an optional section had read before it failed. */
    void restore(Moment saved) {
        year = saved.year;
        month = saved.month;
        day = saved.day;
        hour = saved.hour;
        halfHour = saved.halfHour;
        half = saved.half;
        minute = saved.minute;
        second = saved.second;
        nanos = saved.nanos;
        weekday = saved.weekday;
        offsetSeconds = saved.offsetSeconds;
        zone = saved.zone;
    }

    Moment copy() {
        Moment copy = new Moment();
        copy.restore(this);
        return copy;
    }

    boolean hasOffset() {
        return offsetSeconds != NO_OFFSET;
    }

    /** Takes over what the JDK has read; false if it lies outside the years 1 to 9999. */
    boolean take(TemporalAccessor parsed) {
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date != null) {
            if (date.getYear() < 1 || date.getYear() > 9999) {
                return false;
            }
            year = date.getYear();
            month = date.getMonthValue();
            day = date.getDayOfMonth();
        }
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (time != null) {
            hour = time.getHour();
            minute = time.getMinute();
            second = time.getSecond();
            nanos = time.getNano();
        }
        if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
            offsetSeconds = parsed.get(ChronoField.OFFSET_SECONDS);
        } else {
            ZoneId found = parsed.query(TemporalQueries.zone());
            if (found instanceof ZoneOffset offset) {
                offsetSeconds = offset.getTotalSeconds();
            } else {
                zone = found;
            }
        }
        return true;
    }

    /** Days since 1970-01-01, or {@link ValueFunction#NONE} if the fields are no date. */
    long epochDay() {
        if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) {
            return ValueFunction.NONE;
        }
        // Days from civil: March begins the year, so that the leap day ends it (Hinnant, "chrono-compatible low-level
        // date algorithms").
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        long days = era * 146_097L + dayOfEra - 719_468L;
        return weekday != ABSENT && Math.floorMod(days + 3, 7) + 1 != weekday ? ValueFunction.NONE : days;
    }

    static int lengthOfMonth(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /**
     * Microseconds since midnight, 0 where the text has no time of day; {@link ValueFunction#NONE} if the fields are no
     * time.
     */
    long microsOfDay() {
        int h = hour;
        if (h == ABSENT && halfHour != ABSENT && half != ABSENT) {
            h = halfHour + 12 * half;
        }
        if (h == ABSENT) {
            boolean noTime = minute == ABSENT && second == ABSENT && nanos == ABSENT && halfHour == ABSENT;
            return noTime && half == ABSENT ? 0 : ValueFunction.NONE;
        }
        boolean gap = minute == ABSENT && (second != ABSENT || nanos != ABSENT) || second == ABSENT && nanos != ABSENT;
        if (gap || h > 23 || minute > 59 || second > 59) {
            return ValueFunction.NONE;
        }
        long seconds = h * 3600L + Math.max(0, minute) * 60L + Math.max(0, second);
        return seconds * MICROS_PER_SECOND + Math.max(0, nanos) / 1000;
    }

    boolean hasTime() {
        return hour != ABSENT || halfHour != ABSENT;
    }

    /** Local microseconds since 1970-01-01, or {@link ValueFunction#NONE}. */
    long localMicros() {
        long days = epochDay();
        long micros = microsOfDay();
        return days == ValueFunction.NONE || micros == ValueFunction.NONE
                ? ValueFunction.NONE
                : days * MICROS_PER_DAY + micros;
    }

    /** The zone that the text itself carries, null where it carries none. */
    @Nullable
    ZoneId ownZone() {
        if (hasOffset()) {
            try {
                return ZoneOffset.ofTotalSeconds(offsetSeconds);
            } catch (DateTimeException e) {
                throw new IllegalStateException("Cannot use an offset that was not checked", e);
            }
        }
        return zone;
    }
}
