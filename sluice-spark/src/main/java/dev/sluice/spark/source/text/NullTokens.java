package dev.sluice.spark.source.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Tells which values are null. */
public final class NullTokens {
    private final byte[][] tokens;

    public NullTokens(List<String> tokens) {
        this.tokens = tokens.stream()
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    public boolean isNull(byte[] data, int from, int to) {
        for (byte[] token : tokens) {
            if (Arrays.equals(token, 0, token.length, data, from, to)) {
                return true;
            }
        }
        return false;
    }
}
