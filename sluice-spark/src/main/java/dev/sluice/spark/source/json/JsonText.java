package dev.sluice.spark.source.json;

import dev.sluice.api.ReasonCode;
import org.jspecify.annotations.Nullable;

/** Takes the escapes out of a string that is known to be well-formed. */
final class JsonText {
    private int end;

    /** Where the text written last ends. */
    int end() {
        return end;
    }

    /**
     * Writes the string's text as UTF-8.
     *
     * @param from after the opening quote
     * @param to the closing quote
     * @return what is wrong with the text; null for nothing
     */
    @Nullable
    ReasonCode unescape(byte[] data, int from, int to, byte[] target, int targetFrom) {
        int out = targetFrom;
        int p = from;
        while (p < to) {
            byte b = data[p];
            if (b != '\\') {
                target[out++] = b;
                p++;
                continue;
            }
            byte kind = data[p + 1];
            if (kind != 'u') {
                target[out++] = simple(kind);
                p += 2;
                continue;
            }
            int character = hex(data, p + 2);
            p += 6;
            if (character == 0) {
                return ReasonCode.NUL_BYTE;
            }
            if (Character.isSurrogate((char) character)) {
                boolean pair = Character.isHighSurrogate((char) character)
                        && p + 6 <= to
                        && data[p] == '\\'
                        && data[p + 1] == 'u'
                        && Character.isLowSurrogate((char) hex(data, p + 2));
                if (!pair) {
                    return ReasonCode.LONE_SURROGATE;
                }
                character = Character.toCodePoint((char) character, (char) hex(data, p + 2));
                p += 6;
            }
            out = put(character, target, out);
        }
        end = out;
        return null;
    }

    private static byte simple(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }

    private static int hex(byte[] data, int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            value = value << 4 | Character.digit(data[i], 16);
        }
        return value;
    }

    private static int put(int character, byte[] target, int from) {
        int out = from;
        if (character < 0x80) {
            target[out++] = (byte) character;
        } else if (character < 0x800) {
            target[out++] = (byte) (0xc0 | character >> 6);
            target[out++] = (byte) (0x80 | character & 0x3f);
        } else if (character < 0x10000) {
            target[out++] = (byte) (0xe0 | character >> 12);
            target[out++] = (byte) (0x80 | character >> 6 & 0x3f);
            target[out++] = (byte) (0x80 | character & 0x3f);
        } else {
            target[out++] = (byte) (0xf0 | character >> 18);
            target[out++] = (byte) (0x80 | character >> 12 & 0x3f);
            target[out++] = (byte) (0x80 | character >> 6 & 0x3f);
            target[out++] = (byte) (0x80 | character & 0x3f);
        }
        return out;
    }
}
