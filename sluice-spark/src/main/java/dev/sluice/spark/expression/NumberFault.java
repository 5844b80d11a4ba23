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

    @Override
    public @Nullable Object apply(UTF8String text) {
        ReasonCode code = code(Blanks.trimmed(text));
        return code == null ? null : UTF8String.fromString(code.name());
    }

    private @Nullable ReasonCode code(String text) {
        if (text.length() > DecimalNumber.MAX_LENGTH
                || !text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0)) {
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
}
