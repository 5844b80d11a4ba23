package dev.sluice.spark.expression;

import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** A part of a compiled {@link TimeProgram}: reads at an offset and gives the one behind, or -1. */
sealed interface TimeStep {
    int read(UTF8String text, int at, int end, Moment moment);

    /** The fields that numbers can give. */
    enum Field {
        YEAR,
        /** Two digits of the years 2000 to 2099. */
        SHORT_YEAR,
        MONTH,
        DAY,
        HOUR,
        /** 1 to 12. */
        CLOCK_HALF,
        /** 0 to 11. */
        HALF,
        MINUTE,
        SECOND
    }

    /** Characters that stand for themselves; ASCII letters in any case. */
    record Literal(byte[] bytes) implements TimeStep {
        @Override
        public int read(UTF8String text, int at, int end, Moment moment) {
            if (end - at < bytes.length) {
                return -1;
            }
            for (int i = 0; i < bytes.length; i++) {
                if (!TimeStep.same(bytes[i], text.getByte(at + i))) {
                    return -1;
                }
            }
            return at + bytes.length;
        }
    }

    /** A number of {@code min} to {@code max} digits. */
    record Digits(Field field, int min, int max) implements TimeStep {
        @Override
        public int read(UTF8String text, int from, int end, Moment moment) {
            int last = Math.min(end, from + max);
            int value = 0;
            int at = from;
            for (; at < last; at++) {
                int digit = text.getByte(at) - '0';
                if (digit < 0 || digit > 9) {
                    break;
                }
                value = value * 10 + digit;
            }
            return at - from >= min && set(moment, value) ? at : -1;
        }

        private boolean set(Moment moment, int value) {
            switch (field) {
                case YEAR -> moment.year = value;
                case SHORT_YEAR -> moment.year = 2000 + value;
                case MONTH -> moment.month = value;
                case DAY -> moment.day = value;
                case HOUR -> moment.hour = value;
                case CLOCK_HALF -> {
                    moment.halfHour = value % 12;
                    return value >= 1 && value <= 12;
                }
                case HALF -> {
                    moment.halfHour = value;
                    return value <= 11;
                }
                case MINUTE -> moment.minute = value;
                case SECOND -> moment.second = value;
            }
            return true;
        }
    }

    /** Digits behind the decimal point; those beyond the ninth do not count. */
    record Fraction(int min, int max) implements TimeStep {
        private static final int NANO_DIGITS = 9;

        @Override
        public int read(UTF8String text, int from, int end, Moment moment) {
            int last = Math.min(end, from + max);
            int nanos = 0;
            int at = from;
            for (; at < last; at++) {
                int digit = text.getByte(at) - '0';
                if (digit < 0 || digit > 9) {
                    break;
                }
                nanos = nanos * 10 + digit;
            }
            if (at - from < min) {
                return -1;
            }
            for (int digits = at - from; digits < NANO_DIGITS; digits++) {
                nanos *= 10;
            }
            moment.nanos = nanos;
            return at;
        }
    }

    /** One of several names in any case: months and weekdays count from 1, halves of the day from 0. */
    record Name(Kind kind, byte[][] names) implements TimeStep {
        enum Kind {
            MONTH,
            WEEKDAY,
            HALF
        }

        @Override
        public int read(UTF8String text, int at, int end, Moment moment) {
            int best = -1;
            for (int i = 0; i < names.length; i++) {
                if ((best < 0 || names[i].length > names[best].length) && matches(text, at, end, names[i])) {
                    best = i;
                }
            }
            if (best < 0) {
                return -1;
            }
            switch (kind) {
                case MONTH -> moment.month = best + 1;
                case WEEKDAY -> moment.weekday = best + 1;
                case HALF -> moment.half = best;
            }
            return at + names[best].length;
        }

        private static boolean matches(UTF8String text, int at, int end, byte[] name) {
            if (end - at < name.length) {
                return false;
            }
            for (int i = 0; i < name.length; i++) {
                if (!same(name[i], text.getByte(at + i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * An offset from UTC.
     *
     * @param minutes whether minutes must follow the hours; else they may
     * @param colon whether a colon stands between them
     * @param free takes every form of ISO 8601: {@code +01}, {@code +0130}, {@code +01:30}
     * @param zulu whether {@code Z} may stand for zero
     */
    record Offset(boolean minutes, boolean colon, boolean free, boolean zulu) implements TimeStep {
        static final Offset ISO = new Offset(false, false, true, true);

        @Override
        public int read(UTF8String text, int at, int end, Moment moment) {
            if (at >= end) {
                return -1;
            }
            byte sign = text.getByte(at);
            if (zulu && same((byte) 'Z', sign)) {
                moment.offsetSeconds = 0;
                return at + 1;
            }
            int hours = sign == '+' || sign == '-' ? two(text, at + 1, end) : -1;
            if (hours < 0) {
                return -1;
            }
            int next = at + 3;
            boolean separated = next < end && text.getByte(next) == ':';
            int digits = free ? (separated ? next + 1 : next) : colon ? (separated ? next + 1 : end) : next;
            int more = two(text, digits, end);
            if (more >= 0) {
                next = digits + 2;
            } else if (minutes || free && separated) {
                return -1;
            }
            int seconds = hours * 3600 + Math.max(0, more) * 60;
            int most = 18 * 3600;
            if (more > 59 || seconds > most) {
                return -1;
            }
            moment.offsetSeconds = sign == '-' ? -seconds : seconds;
            return next;
        }
    }

    /** Steps that are passed over where they do not fit. */
    record Optional(List<TimeStep> steps) implements TimeStep {
        @Override
        public int read(UTF8String text, int at, int end, Moment moment) {
            Moment before = moment.copy();
            int next = TimeProgram.run(steps, text, at, end, moment);
            if (next < 0) {
                moment.restore(before);
                return at;
            }
            return next;
        }
    }

    /** Two digits, or -1. */
    static int two(UTF8String text, int at, int end) {
        if (at + 2 > end) {
            return -1;
        }
        int tens = text.getByte(at) - '0';
        int ones = text.getByte(at + 1) - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    /** Whether two ASCII characters are the same letter, or the same character. */
    static boolean same(byte a, byte b) {
        if (a == b) {
            return true;
        }
        int lower = a | 0x20;
        return lower == (b | 0x20) && lower >= 'a' && lower <= 'z';
    }
}
