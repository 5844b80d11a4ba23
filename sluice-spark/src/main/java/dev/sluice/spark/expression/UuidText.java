package dev.sluice.spark.expression;

import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A UUID in its form of 8-4-4-4-12 hexadecimal digits, in lower case. */
record UuidText() implements ValueFunction.ToObject {
    private static final int LENGTH = 36;

    @Override
    public @Nullable Object apply(UTF8String text) {
        int from = Blanks.start(text);
        if (Blanks.end(text, from) - from != LENGTH) {
            return null;
        }
        boolean canonical = text.numBytes() == LENGTH;
        for (int i = 0; i < LENGTH; i++) {
            byte b = text.getByte(from + i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? b != '-' : Character.digit(b, 16) < 0) {
                return null;
            }
            canonical &= b < 'A' || b > 'F';
        }
        return canonical ? text : UTF8String.fromString(Blanks.trimmed(text)).toLowerCase();
    }
}
