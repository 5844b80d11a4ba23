package dev.sluice.spark.window;

import dev.sluice.spark.expression.EpochMicros;
import dev.sluice.spark.expression.ZoneClock;
import java.time.LocalDate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** How the value of an event column, as Spark holds it, tells an instant. Public for generated code. */
public enum EventClock {
    /** Microseconds since 1970. */
    INSTANT,
    /** Microseconds of a local clock. */
    LOCAL,
    /** Days of a calendar: the start of the day counts. */
    DAY;

    /** So many days from 1970 fit into microseconds, by any clock; dates reach twenty times as far. */
    private static final long MOST_DAYS = 106_751_989;

    static EventClock of(DataType type) {
        if (type instanceof TimestampType) {
            return INSTANT;
        } else if (type instanceof TimestampNTZType) {
            return LOCAL;
        } else if (type instanceof DateType) {
            return DAY;
        }
        throw new IllegalArgumentException("Invalid event time: " + type.catalogString());
    }

    /** Whether the value is an event time at all: a date so far away that no timestamp can tell it is none. */
    boolean tells(long value) {
        return this != DAY || Math.abs(value) <= MOST_DAYS;
    }

    /**
     * When it was, in microseconds since 1970.
     *
     * @param value that {@link #tells}
     * @param clock of the windows' zone
     */
    long micros(long value, ZoneClock clock) {
        return switch (this) {
            case INSTANT -> value;
            case LOCAL -> clock.toInstant(value);
            case DAY ->
                EpochMicros.of(
                        LocalDate.ofEpochDay(value).atStartOfDay(clock.zone()).toInstant());
        };
    }
}
