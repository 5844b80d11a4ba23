package dev.sluice.spark.window;

import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;

import dev.sluice.spark.expression.EpochMicros;
import dev.sluice.spark.expression.ZoneClock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
     * The time in a row's first column; empty if that is null, or tells none.
     *
     * @param type of the time itself
     * @param zone in which local times and dates are read
     */
    public static Optional<Instant> instant(Row row, DataType type, ZoneId zone) {
        if (row.isNullAt(0)) {
            return Optional.empty();
        }
        EventClock clock = EventClock.of(type);
        long value = switch (clock) {
            case INSTANT -> row.getLong(0);
            case LOCAL -> EpochMicros.of(((LocalDateTime) row.get(0)).toInstant(ZoneOffset.UTC));
            case DAY -> row.getInt(0);
        };
        return clock.tells(value)
                ? Optional.of(EpochMicros.toInstant(clock.micros(value, new ZoneClock(zone))))
                : Optional.empty();
    }
}
