package dev.sluice.spark.expression;

import dev.sluice.api.TimePattern;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A text as a date, time or timestamp: patterns are tried in order. Years 1 to 9999. */
final class TimeText implements ValueFunction.ToLong {
    /** What is made of the text. */
    enum Result {
        /** Days since 1970-01-01. */
        DATE,
        /** Microseconds since midnight. */
        TIME,
        /** Microseconds since 1970-01-01T00:00 of no zone. */
        LOCAL,
        /** Microseconds since 1970-01-01T00:00Z. */
        INSTANT
    }

    private final Result result;
    private final List<String> formats;
    private final ZoneClock clock;
    private transient TimeProgram[] programs;

    /** @param formats empty for ISO 8601 */
    TimeText(Result result, List<String> formats, ZoneId zone) {
        this.result = result;
        this.formats = List.copyOf(formats);
        this.clock = new ZoneClock(zone);
        this.programs = programs(this.formats);
    }

    private static TimeProgram[] programs(List<String> formats) {
        return formats.stream().map(TimePattern::of).map(TimeProgram::of).toArray(TimeProgram[]::new);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        programs = programs(formats);
    }

    @Override
    public long apply(UTF8String text, long none) {
        int from = Blanks.start(text);
        int end = Blanks.end(text, from);
        if (programs.length == 0) {
            return value(IsoTime.read(text, from, end, result), none);
        }
        for (TimeProgram program : programs) {
            long value = value(program.read(text, from, end), none);
            if (value != none) {
                return value;
            }
        }
        return none;
    }

    private long value(@Nullable Moment moment, long none) {
        if (moment == null) {
            return none;
        }
        long value = switch (result) {
            // A time that the pattern reads beside the date must be one, though it is not kept.
            case DATE -> moment.microsOfDay() == NONE ? NONE : moment.epochDay();
            case TIME -> moment.hasTime() ? moment.microsOfDay() : NONE;
            case LOCAL, INSTANT -> moment.localMicros();
        };
        if (value == NONE) {
            return none;
        }
        return switch (result) {
            case DATE, TIME -> value;
            case INSTANT -> instant(moment, value);
            case LOCAL -> moment.ownZone() == null ? value : clock.toLocal(instant(moment, value));
        };
    }

    private long instant(Moment moment, long local) {
        if (moment.hasOffset()) {
            return local - moment.offsetSeconds * Moment.MICROS_PER_SECOND;
        }
        ZoneId own = moment.ownZone();
        return own == null ? clock.toInstant(local) : new ZoneClock(own).toInstant(local);
    }

    /** The default for results that need no zone. */
    static TimeText of(Result result, List<String> formats) {
        return new TimeText(result, formats, ZoneOffset.UTC);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TimeText text
                && result == text.result
                && formats.equals(text.formats)
                && clock.equals(text.clock);
    }

    @Override
    public int hashCode() {
        return Objects.hash(result, formats, clock);
    }

    @Override
    public String toString() {
        return "TimeText(" + result + ", " + formats + ", " + clock.zone() + ")";
    }
}
