package dev.sluice.spark.expression;

import java.io.Serializable;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Call} computes: a function of one value that is not null, without side effects and safe for use by many
 * threads. Functions that do the same are equal. None throws on any value.
 */
public sealed interface ValueFunction extends Serializable {
    /** What stands for null in functions that cannot give it otherwise. */
    long NONE = Long.MIN_VALUE;

    /** A text as a whole number, date (days), timestamp or time (microseconds) or boolean (0 or 1). */
    non-sealed interface ToLong extends ValueFunction {
        /** The value, or {@code none} where there is none. */
        long apply(UTF8String text, long none);

        /** Whether every long can be a value: {@link Call} then asks again with another {@code none}. */
        default boolean fullRange() {
            return false;
        }
    }

    /** A text as a floating-point number. */
    non-sealed interface ToDouble extends ValueFunction {
        /** The value, or {@code none} where there is none. */
        double apply(UTF8String text, double none);
    }

    /** A text as a value of any other type, in Catalyst's form. */
    non-sealed interface ToObject extends ValueFunction {
        @Nullable
        Object apply(UTF8String text);
    }

    /** A long as another; always has a value. */
    non-sealed interface LongToLong extends ValueFunction {
        long apply(long value);
    }
}
