package dev.sluice.spark.expression;

import org.apache.spark.unsafe.types.UTF8String;

/** Where a text begins and ends without the ASCII blanks (and other control characters) around it. */
final class Blanks {
    private Blanks() {}

    static int start(UTF8String text) {
        int length = text.numBytes();
        int start = 0;
        while (start < length && isBlank(text.getByte(start))) {
            start++;
        }
        return start;
    }

    /** The end, at least {@code start}. */
    static int end(UTF8String text, int start) {
        int end = text.numBytes();
        while (end > start && isBlank(text.getByte(end - 1))) {
            end--;
        }
        return end;
    }

    /** The text without the blanks around it. */
    static String trimmed(UTF8String text) {
        return text.toString().trim();
    }

    private static boolean isBlank(byte b) {
        return b >= 0 && b <= ' ';
    }
}
