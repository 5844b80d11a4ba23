package dev.sluice.plugins.validate;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** A value of a rule, written as text, in the type of its column. */
final class Bound {
    private Bound() {}

    static Column of(String text, String type) {
        if (type.equals("string")) {
            return functions.lit(text);
        }
        if (type.equals("bigint") && text.indexOf(':') > 0) {
            // A time of day is held in microseconds.
            return functions.lit(LocalTime.MIDNIGHT.until(LocalTime.parse(text.strip()), ChronoUnit.MICROS));
        }
        return functions.lit(text.strip()).cast(type);
    }
}
