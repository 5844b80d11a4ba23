package dev.sluice.spark.window;

import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;

/** Event times that Spark has worked out, as instants; whether its sessions give Java's new or old classes does not matter. */
public final class EventTimes {
    private EventTimes() {}

    /** What {@link #instant} reads. @param time of a type that {@link EventClock} knows */
    public static Column raw(Column time, DataType type) {
        return switch (EventClock.of(type)) {
            case INSTANT -> unix_micros(time);
            case LOCAL -> time;
            case DAY -> unix_date(time);
        };
    }

    /**
     * The time in a row's first column; empty if that is null.
     *
     * @param type of the time itself
     * @param zone in which local times and dates are read
     */
    public static Optional<Instant> instant(Row row, DataType type, ZoneId zone) {
        if (row.isNullAt(0)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (EventClock.of(type)) {
                    case INSTANT -> Instant.EPOCH.plus(row.getLong(0), ChronoUnit.MICROS);
                    case LOCAL -> ((LocalDateTime) row.get(0)).atZone(zone).toInstant();
                    case DAY ->
                        LocalDate.ofEpochDay(row.getInt(0)).atStartOfDay(zone).toInstant();
                });
    }
}
