package dev.sluice.spark.source.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Cheap questions about bytes that should be UTF-8. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private Utf8() {}

    /** The first index from {@code from} whose byte is NUL or no ASCII; {@code to} if there is none. */
    public static int plainUntil(byte[] data, int from, int to) {
        int i = from;
        // A byte below 1 borrows in the subtraction, a byte above 127 has the high bit itself: one test for both.
        for (; i <= to - 8; i += 8) {
            long word = (long) LONGS.get(data, i);
            if ((((word - ONES) | word) & HIGH) != 0) {
                break;
            }
        }
        while (i < to && data[i] > 0) {
            i++;
        }
        return i;
    }

    /** Whether the bytes are well-formed UTF-8, as Unicode's table 3-7 has it. */
    public static boolean valid(byte[] data, int from, int to) {
        int i = from;
        while (i < to) {
            int b = data[i];
            if (b >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(data, i, to);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    /** The length of the well-formed sequence of several bytes at an index; 0 if there is none. */
    static int sequenceLength(byte[] data, int i, int to) {
        int lead = data[i] & 0xff;
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0 || i + length > to) {
            return 0;
        }
        int second = data[i + 1] & 0xff;
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((data[i + k] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The character that a well-formed sequence of so many bytes stands for. */
    static int character(byte[] data, int i, int bytes) {
        return switch (bytes) {
            case 1 -> data[i];
            case 2 -> (data[i] & 0x1f) << 6 | data[i + 1] & 0x3f;
            case 3 -> (data[i] & 0x0f) << 12 | (data[i + 1] & 0x3f) << 6 | data[i + 2] & 0x3f;
            default ->
                (data[i] & 0x07) << 18 | (data[i + 1] & 0x3f) << 12 | (data[i + 2] & 0x3f) << 6 | data[i + 3] & 0x3f;
        };
    }

    public static boolean hasNul(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The text, with U+FFFD for what is no UTF-8. */
    public static String decode(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }
}
