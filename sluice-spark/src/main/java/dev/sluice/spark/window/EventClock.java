package dev.sluice.spark.window;

import dev.sluice.spark.expression.ZoneClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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

    /** @param clock of the windows' zone */
    long micros(long value, ZoneClock clock) {
        return switch (this) {
            case INSTANT -> value;
            case LOCAL -> clock.toInstant(value);
            case DAY ->
                ChronoUnit.MICROS.between(
                        Instant.EPOCH,
                        LocalDate.ofEpochDay(value).atStartOfDay(clock.zone()).toInstant());
        };
    }
}
