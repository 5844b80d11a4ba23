package dev.sluice.spark.expression;

import java.util.Locale;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A decimal text as the nearest float or double: sign, digits with a point, exponent; or {@code NaN}, {@code Infinity},
 * {@code inf} in any case. A number too great for the type has no value.
 *
 * <p>Digits and exponents that are exact in binary are computed with one rounding (Clinger, "How to read floating point
 * numbers accurately", 1990); the JDK reads the others.
 */
record FloatingNumber(boolean single) implements ValueFunction.ToDouble {
    static final FloatingNumber FLOAT = new FloatingNumber(true);
    static final FloatingNumber DOUBLE = new FloatingNumber(false);

    private static final double[] POWERS = powers(22);
    private static final long EXACT_DOUBLE = 1L << 53;
    private static final long EXACT_FLOAT = 1L << 24;
    private static final int EXACT_FLOAT_POWER = 10;

    private static double[] powers(int greatest) {
        double[] powers = new double[greatest + 1];
        for (int i = 0; i <= greatest; i++) {
            powers[i] = Double.parseDouble("1e" + i);
        }
        return powers;
    }

    @Override
    public double apply(UTF8String text, double none) {
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
        long digits = 0;
        int power = 0;
        boolean any = false;
        boolean exact = true;
        boolean fraction = false;
        for (; at < end; at++) {
            byte b = text.getByte(at);
            int digit = b - '0';
            if (digit >= 0 && digit <= 9) {
                any = true;
                if (digits < Long.MAX_VALUE / 10 - 1) {
                    digits = digits * 10 + digit;
                    power -= fraction ? 1 : 0;
                } else {
                    exact = false;
                }
            } else if (b == '.' && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (!any) {
            return word(text, at, end, negative, none);
        }
        if (at < end) {
            int exponent = exponent(text, at, end);
            if (exponent == Integer.MIN_VALUE) {
                return none;
            }
            power += exponent;
        }
        return exact ? value(text, negative, digits, power, none) : read(text, none);
    }

    /** The exponent that is left, at most 99,999 either way; or {@link Integer#MIN_VALUE} if that is none. */
    static int exponent(UTF8String text, int from, int end) {
        int at = from;
        if ((text.getByte(at) | 0x20) != 'e' || ++at == end) {
            return Integer.MIN_VALUE;
        }
        boolean negative = text.getByte(at) == '-';
        if (negative || text.getByte(at) == '+') {
            at++;
        }
        if (at == end) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (; at < end; at++) {
            int digit = text.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            exponent = Math.min(99_999, exponent * 10 + digit);
        }
        return negative ? -exponent : exponent;
    }

    private double value(UTF8String text, boolean negative, long digits, int power, double none) {
        int size = Math.abs(power);
        if (single
                ? digits > EXACT_FLOAT || size > EXACT_FLOAT_POWER
                : digits > EXACT_DOUBLE || size >= POWERS.length) {
            return digits == 0 ? (negative ? -0.0 : 0.0) : read(text, none);
        }
        double value = single
                ? (power < 0 ? (float) digits / (float) POWERS[size] : (float) digits * (float) POWERS[size])
                : (power < 0 ? digits / POWERS[size] : digits * POWERS[size]);
        return negative ? -value : value;
    }

    private double read(UTF8String text, double none) {
        String number = Blanks.trimmed(text);
        double value = single ? Float.parseFloat(number) : Double.parseDouble(number);
        return Double.isInfinite(value) ? none : value;
    }

    private static double word(UTF8String text, int from, int end, boolean negative, double none) {
        if (end - from > "infinity".length() || end - from < "nan".length()) {
            return none;
        }
        String word = UTF8String.fromBytes(text.getBytes(), from, end - from).toString();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> from == Blanks.start(text) ? Double.NaN : none;
            case "inf", "infinity" -> negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            default -> none;
        };
    }
}
