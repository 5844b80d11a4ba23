package dev.sluice.plugins.validate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Decimal;

/** A value of a rule, written as text, in the type of its column. */
final class Bound {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");
    private static final int LONG_DIGITS = 18;

    private Bound() {}

    static Column of(String text, String type) {
        if (type.equals("string")) {
            return functions.lit(text);
        }
        if (type.equals("bigint") && text.indexOf(':') > 0) {
            // A time of day is held in microseconds.
            return functions.lit(LocalTime.MIDNIGHT.until(LocalTime.parse(text.strip()), ChronoUnit.MICROS));
        }
        return compact(text.strip(), type)
                .orElseGet(() -> functions.lit(text.strip()).cast(type));
    }

    /**
     * A decimal of up to 18 digits, as the cast would round it. Spark compares it as a long with values of the same type;
     * what a cast makes it compares as {@link BigDecimal}, at several times the cost.
     */
    private static Optional<Column> compact(String text, String type) {
        Matcher decimal = DECIMAL.matcher(type);
        if (!decimal.matches()) {
            return Optional.empty();
        }
        int precision = Integer.parseInt(decimal.group(1));
        int scale = Integer.parseInt(decimal.group(2));
        try {
            BigDecimal value = new BigDecimal(text).setScale(scale, RoundingMode.HALF_UP);
            return precision > LONG_DIGITS || value.precision() > precision
                    ? Optional.empty()
                    : Optional.of(
                            functions.lit(Decimal.apply(value.unscaledValue().longValueExact(), precision, scale)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // the cast says what is wrong
        }
    }
}
