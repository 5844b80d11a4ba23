package dev.sluice.spark.expression;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * Turns the local time of one zone into instants and back, in microseconds. A local time that a change of offset left
 * out is moved on by the change; of one that occurs twice the earlier is taken. Safe for use by many threads.
 */
public final class ZoneClock implements Serializable {
    private final ZoneId zone;
    private final boolean fixed;
    private final long fixedMicros;
    /** The stretch of one offset that was last needed. Racing threads lose a look-up, nothing else. */
    private transient @Nullable Stretch last;

    public ZoneClock(ZoneId zone) {
        this.zone = zone;
        this.fixed = zone.getRules().isFixedOffset();
        this.fixedMicros = fixed ? micros(zone.getRules().getOffset(Instant.EPOCH)) : 0;
    }

    /**
     * Where one offset holds beyond doubt.
     *
     * @param from first local second
     * @param to after the last local second
     * @param fromInstant first second
     * @param toInstant after the last second
     */
    private record Stretch(long from, long to, long fromInstant, long toInstant, long offsetMicros) {}

    private static long micros(ZoneOffset offset) {
        return offset.getTotalSeconds() * Moment.MICROS_PER_SECOND;
    }

    public ZoneId zone() {
        return zone;
    }

    public long toInstant(long localMicros) {
        if (fixed) {
            return localMicros - fixedMicros;
        }
        long second = Math.floorDiv(localMicros, Moment.MICROS_PER_SECOND);
        Stretch stretch = last;
        if (stretch != null && second >= stretch.from && second < stretch.to) {
            return localMicros - stretch.offsetMicros;
        }
        int nanos = (int) Math.floorMod(localMicros, Moment.MICROS_PER_SECOND) * 1000;
        Instant instant = LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC)
                .atZone(zone)
                .toInstant();
        last = stretchAt(instant);
        return EpochMicros.of(instant);
    }

    long toLocal(long micros) {
        if (fixed) {
            return micros + fixedMicros;
        }
        long second = Math.floorDiv(micros, Moment.MICROS_PER_SECOND);
        Stretch stretch = last;
        if (stretch == null || second < stretch.fromInstant || second >= stretch.toInstant) {
            stretch = stretchAt(Instant.ofEpochSecond(second));
            last = stretch;
        }
        return micros + stretch.offsetMicros;
    }

    private Stretch stretchAt(Instant instant) {
        ZoneRules rules = zone.getRules();
        // The transition at this very instant belongs to the stretch, so look from just behind it.
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        long from = Long.MIN_VALUE;
        long fromInstant = Long.MIN_VALUE;
        if (before != null) {
            from = Math.max(second(before.getDateTimeBefore()), second(before.getDateTimeAfter()));
            fromInstant = before.toEpochSecond();
        }
        long to = Long.MAX_VALUE;
        long toInstant = Long.MAX_VALUE;
        if (after != null) {
            to = Math.min(second(after.getDateTimeBefore()), second(after.getDateTimeAfter()));
            toInstant = after.toEpochSecond();
        }
        return new Stretch(from, to, fromInstant, toInstant, micros(rules.getOffset(instant)));
    }

    private static long second(LocalDateTime local) {
        return local.toEpochSecond(ZoneOffset.UTC);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ZoneClock clock && zone.equals(clock.zone);
    }

    @Override
    public int hashCode() {
        return zone.hashCode();
    }
}
