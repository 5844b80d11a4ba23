package dev.sluice.spark.expression;

import dev.sluice.api.ReasonCode;
import java.math.BigDecimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Why a text that is a number has no value in a type: a {@link ReasonCode}; null if it is no number at all. */
record NumberFault(Kind kind, int precision, int scale) implements ValueFunction.ToObject {
    enum Kind {
        WHOLE,
        FLOATING,
        DECIMAL
    }

    private static final int MOST_WHOLE_DIGITS = 19;
    private static final int MOST_FLOATING_DIGITS = 309;

    @Override
    public @Nullable Object apply(UTF8String text) {
        ReasonCode code = code(Blanks.trimmed(text));
        return code == null ? null : UTF8String.fromString(code.name());
    }

    private @Nullable ReasonCode code(String text) {
        if (text.length() > DecimalNumber.MAX_LENGTH) {
            return codeOfDigits(text);
        }
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0)) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text).stripTrailingZeros();
        } catch (NumberFormatException e) {
            return null;
        }
        return switch (kind) {
            case WHOLE ->
                number.scale() <= 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0
                        ? ReasonCode.NUMBER_OVERFLOW
                        : null;
            case FLOATING -> ReasonCode.NUMBER_OVERFLOW;
            case DECIMAL ->
                (long) number.precision() - number.scale() > precision - scale
                        ? ReasonCode.DECIMAL_OVERFLOW
                        : ReasonCode.TOO_MANY_DECIMALS;
        };
    }

    /** Of a long text, by its digits alone: the time to calculate with them grows with their square. */
    private @Nullable ReasonCode codeOfDigits(String text) {
        int p = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        while (p < text.length() && text.charAt(p) == '0') {
            p++;
        }
        int point = endOfDigits(text, p);
        int integral = point - p;
        boolean fraction = point < text.length() && text.charAt(point) == '.';
        int end = fraction ? endOfDigits(text, point + 1) : point;
        if (end < text.length()) {
            return null;
        }
        int last = end - 1;
        while (last > point && text.charAt(last) == '0') {
            last--;
        }
        int decimals = Math.max(0, last - point);
        return switch (kind) {
            case WHOLE -> decimals == 0 && integral > MOST_WHOLE_DIGITS ? ReasonCode.NUMBER_OVERFLOW : null;
            case FLOATING -> integral > MOST_FLOATING_DIGITS ? ReasonCode.NUMBER_OVERFLOW : null;
            case DECIMAL -> {
                if (integral > precision - scale) {
                    yield ReasonCode.DECIMAL_OVERFLOW;
                }
                yield decimals > scale ? ReasonCode.TOO_MANY_DECIMALS : null;
            }
        };
    }

    private static int endOfDigits(String text, int from) {
        int p = from;
        while (p < text.length() && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
            p++;
        }
        return p;
    }
}
