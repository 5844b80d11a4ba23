package dev.sluice.spark.expression;

import dev.sluice.api.ReasonCode;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as base64, or as hexadecimal digits behind {@code 0x}.
 *
 * @param length how many bytes there must be, or {@link #ANY}
 */
record BinaryText(int length) implements ValueFunction.ToObject {
    static final int ANY = -1;

    @Override
    public byte @Nullable [] apply(UTF8String text) {
        byte[] bytes = bytes(text);
        return bytes == null || length != ANY && bytes.length != length ? null : bytes;
    }

    private static byte @Nullable [] bytes(UTF8String text) {
        String string = Blanks.trimmed(text);
        try {
            return string.startsWith("0x") || string.startsWith("0X")
                    ? HexFormat.of().parseHex(string, 2, string.length())
                    : Base64.getDecoder().decode(string);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Tells bytes of a wrong number from no bytes at all. */
    record Fault(int length) implements ValueFunction.ToObject {
        @Override
        public @Nullable Object apply(UTF8String text) {
            return bytes(text) == null ? null : UTF8String.fromString(ReasonCode.WRONG_LENGTH.name());
        }
    }
}
