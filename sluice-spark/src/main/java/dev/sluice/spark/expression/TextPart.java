package dev.sluice.spark.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** One part of a text between literal separators, without copying it. */
record TextPart(String separator, int limit, int index) implements ValueFunction.ToObject {
    @Override
    public @Nullable Object apply(UTF8String text) {
        UTF8String mark = UTF8String.fromString(separator);
        int start = 0;
        int end = find(text, mark, 0);
        for (int part = 0; part < index; part++) {
            if (end < 0) {
                return null;
            }
            start = end + mark.numBytes();
            end = limit > 0 && part + 2 >= limit ? -1 : find(text, mark, start);
        }
        if (limit == 1 || end < 0) {
            end = text.numBytes();
        }
        return UTF8String.fromAddress(text.getBaseObject(), text.getBaseOffset() + start, end - start);
    }

    /** The offset of the next separator, or -1. */
    static int find(UTF8String text, UTF8String mark, int from) {
        byte first = mark.getByte(0);
        int length = mark.numBytes();
        int last = text.numBytes() - length;
        for (int at = from; at <= last; at++) {
            if (text.getByte(at) == first && matches(text, mark, at, length)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(UTF8String text, UTF8String mark, int at, int length) {
        for (int i = 1; i < length; i++) {
            if (text.getByte(at + i) != mark.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    /** How many parts there are, at least 1. */
    record Count(String separator) implements ValueFunction.ToLong {
        @Override
        public long apply(UTF8String text, long none) {
            UTF8String mark = UTF8String.fromBytes(separator.getBytes(UTF_8));
            int count = 1;
            for (int at = find(text, mark, 0); at >= 0; at = find(text, mark, at + mark.numBytes())) {
                count++;
            }
            return count;
        }
    }
}
