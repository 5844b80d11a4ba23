package dev.sluice.spark.expression;

import org.apache.spark.unsafe.types.UTF8String;

/**
 * A decimal text as a whole number within bounds: a sign, digits, and possibly a fraction of zeros ({@code 12.0}, as
 * many tools write whole numbers of a column that once held a gap).
 */
record WholeNumber(long min, long max) implements ValueFunction.ToLong {
    static final WholeNumber INT = new WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final WholeNumber LONG = new WholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);

    @Override
    public boolean fullRange() {
        return min == Long.MIN_VALUE;
    }

    @Override
    public long apply(UTF8String text, long none) {
        int at = Blanks.start(text);
        int end = Blanks.end(text, at);
        if (at == end) {
            return none;
        }
        byte first = text.getByte(at);
        boolean negative = first == '-';
        if (negative || first == '+') {
            at++;
        }
        // Counted down, since there is one more negative number.
        long value = 0;
        int digits = at;
        for (; at < end; at++) {
            int digit = text.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (value < Long.MIN_VALUE / 10) {
                return none;
            }
            value = value * 10 - digit;
            if (value > 0) {
                return none;
            }
        }
        if (at == digits || !onlyZeros(text, at, end)) {
            return none;
        }
        if (!negative) {
            if (value == Long.MIN_VALUE) {
                return none;
            }
            value = -value;
        }
        return value < min || value > max ? none : value;
    }

    /** Whether what is left is nothing, or a point and zeros. */
    private static boolean onlyZeros(UTF8String text, int from, int end) {
        if (from == end) {
            return true;
        }
        if (text.getByte(from) != '.') {
            return false;
        }
        for (int at = from + 1; at < end; at++) {
            if (text.getByte(at) != '0') {
                return false;
            }
        }
        return true;
    }
}
