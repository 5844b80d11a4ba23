package dev.sluice.spark.expression;

import dev.sluice.api.TimePattern;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text by one {@link TimePattern}. Patterns of numbers, English names, offsets and optional sections are
 * compiled to steps over the bytes; all others are left to the JDK. Thread-safe.
 */
final class TimeProgram {
    private final TimePattern pattern;
    private final @Nullable List<TimeStep> steps;

    private TimeProgram(TimePattern pattern, @Nullable List<TimeStep> steps) {
        this.pattern = pattern;
        this.steps = steps;
    }

    static TimeProgram of(TimePattern pattern) {
        return new TimeProgram(pattern, new TimeCompiler(pattern.text()).compile());
    }

    /** For tests: reads with the JDK whatever the pattern is. */
    static TimeProgram interpreted(TimePattern pattern) {
        return new TimeProgram(pattern, null);
    }

    boolean compiled() {
        return steps != null;
    }

    /** What the text says between two offsets; null if it does not follow the pattern to its end. */
    @Nullable
    Moment read(UTF8String text, int from, int end) {
        if (steps == null) {
            return interpret(text, from, end);
        }
        Moment moment = new Moment();
        return run(steps, text, from, end, moment) == end ? moment : null;
    }

    /** The offset behind what was read, or -1. */
    static int run(List<TimeStep> steps, UTF8String text, int from, int end, Moment moment) {
        int at = from;
        // By index: no iterator for each value.
        for (int i = 0; i < steps.size() && at >= 0; i++) {
            at = steps.get(i).read(text, at, end, moment);
        }
        return at;
    }

    private @Nullable Moment interpret(UTF8String text, int from, int end) {
        // Longer than any date that a pattern can mean; bounds the work on hostile cells.
        int longest = 256;
        if (end - from > longest) {
            return null;
        }
        byte[] bytes = new byte[end - from];
        for (int i = from; i < end; i++) {
            bytes[i - from] = text.getByte(i);
        }
        String string = UTF8String.fromBytes(bytes).toString();
        ParsePosition position = new ParsePosition(0);
        try {
            // Most texts that do not fit are found here, without the cost of an exception.
            if (pattern.formatter().parseUnresolved(string, position) == null
                    || position.getErrorIndex() >= 0
                    || position.getIndex() != string.length()) {
                return null;
            }
            TemporalAccessor parsed = pattern.formatter().parse(string);
            Moment moment = new Moment();
            return moment.take(parsed) ? moment : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
