package dev.sluice.spark.expression;

import dev.sluice.spark.expression.TimeStep.Digits;
import dev.sluice.spark.expression.TimeStep.Field;
import dev.sluice.spark.expression.TimeStep.Fraction;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The forms of ISO 8601 that are read where no format is given: {@code yyyy-MM-dd}, then for timestamps possibly
 * {@code T} or a blank, {@code HH:mm[:ss[.SSSSSSSSS]]} and an offset. Digits beyond microseconds are cut off.
 */
final class IsoTime {
    private static final List<TimeStep> DATE = List.of(
            new Digits(Field.YEAR, 4, 4), dash(), new Digits(Field.MONTH, 2, 2), dash(), new Digits(Field.DAY, 2, 2));
    private static final List<TimeStep> HOUR_AND_MINUTE =
            List.of(new Digits(Field.HOUR, 2, 2), colon(), new Digits(Field.MINUTE, 2, 2));
    private static final Digits SECOND = new Digits(Field.SECOND, 2, 2);
    private static final Fraction FRACTION = new Fraction(1, 9);

    private IsoTime() {}

    private static TimeStep dash() {
        return new TimeStep.Literal(new byte[] {'-'});
    }

    private static TimeStep colon() {
        return new TimeStep.Literal(new byte[] {':'});
    }

    static @Nullable Moment read(UTF8String text, int from, int end, TimeText.Result result) {
        Moment moment = new Moment();
        int at = switch (result) {
            case DATE -> TimeProgram.run(DATE, text, from, end, moment);
            case TIME -> time(text, from, end, moment);
            case LOCAL, INSTANT -> timestamp(text, from, end, moment);
        };
        return at == end ? moment : null;
    }

    private static int timestamp(UTF8String text, int from, int end, Moment moment) {
        int at = TimeProgram.run(DATE, text, from, end, moment);
        if (at < 0 || at == end) {
            return at;
        }
        byte separator = text.getByte(at);
        if (separator != ' ' && separator != 'T' && separator != 't') {
            return -1;
        }
        at = time(text, at + 1, end, moment);
        if (at < 0 || at == end) {
            return at;
        }
        return TimeStep.Offset.ISO.read(text, text.getByte(at) == ' ' ? at + 1 : at, end, moment);
    }

    private static int time(UTF8String text, int from, int end, Moment moment) {
        int at = TimeProgram.run(HOUR_AND_MINUTE, text, from, end, moment);
        if (at < 0 || at == end || text.getByte(at) != ':') {
            return at;
        }
        at = SECOND.read(text, at + 1, end, moment);
        if (at < 0 || at == end || text.getByte(at) != '.') {
            return at;
        }
        return FRACTION.read(text, at + 1, end, moment);
    }
}
