package dev.sluice.spark.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A decimal text as an exact number. Digits other than zero that the type has no place for are not rounded away: there
 * is no value then.
 */
record DecimalNumber(int precision, int scale) implements ValueFunction.ToObject {
    private static final int LONG_DIGITS = 18;
    /** Longer texts are no numbers of 38 digits, unless most of them are zeros. */
    static final int MAX_LENGTH = 1_000;

    private static final int MAX_POWER = 5_000;
    private static final long[] POWERS = powers();

    private static long[] powers() {
        long[] powers = new long[LONG_DIGITS + 1];
        powers[0] = 1;
        for (int i = 1; i <= LONG_DIGITS; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    @Override
    public @Nullable Object apply(UTF8String text) {
        int at = Blanks.start(text);
        int end = Blanks.end(text, at);
        if (at == end) {
            return null;
        }
        byte first = text.getByte(at);
        boolean negative = first == '-';
        if (negative || first == '+') {
            at++;
        }
        long value = 0;
        int power = 0;
        boolean any = false;
        boolean exact = true;
        boolean fraction = false;
        for (; at < end; at++) {
            byte b = text.getByte(at);
            int digit = b - '0';
            if (digit >= 0 && digit <= 9) {
                any = true;
                exact &= value < POWERS[LONG_DIGITS - 1];
                value = exact ? value * 10 + digit : value;
                power -= fraction ? 1 : 0;
            } else if (b == '.' && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (!any) {
            return null;
        }
        if (at < end) {
            int exponent = FloatingNumber.exponent(text, at, end);
            if (exponent == Integer.MIN_VALUE) {
                return null;
            }
            power += exponent;
        }
        if (Math.abs(power) > MAX_POWER) {
            return exact && value == 0 ? Decimal.apply(0L, precision, scale) : null;
        }
        int shift = power + scale;
        boolean small = exact && Math.abs(shift) <= LONG_DIGITS;
        return small ? ofLong(text, negative ? -value : value, shift) : ofText(text);
    }

    private @Nullable Decimal ofLong(UTF8String text, long value, int shift) {
        long unscaled;
        if (shift < 0) {
            long divisor = POWERS[-shift];
            if (value % divisor != 0) {
                return null;
            }
            unscaled = value / divisor;
        } else {
            if (Math.abs(value) >= POWERS[LONG_DIGITS - shift]) {
                return value == 0 ? Decimal.apply(0L, precision, scale) : ofText(text);
            }
            unscaled = value * POWERS[shift];
        }
        if (precision <= LONG_DIGITS && Math.abs(unscaled) >= POWERS[precision]) {
            return null;
        }
        return Decimal.apply(unscaled, precision, scale);
    }

    private @Nullable Decimal ofText(UTF8String text) {
        if (text.numBytes() > MAX_LENGTH) {
            return null;
        }
        BigDecimal number = new BigDecimal(Blanks.trimmed(text)).stripTrailingZeros();
        long integral = (long) number.precision() - number.scale();
        if (number.scale() > scale || integral > precision - scale && number.signum() != 0) {
            return null;
        }
        return Decimal.apply(number.setScale(scale, RoundingMode.UNNECESSARY), precision, scale);
    }
}
