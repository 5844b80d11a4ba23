package dev.sluice.core.plugin;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * What some content is known by.
 *
 * @param hex 64 digits, in small letters
 */
public record Sha256(String hex) {
    private static final String PREFIX = "sha256:";

    public Sha256 {
        requireNonNull(hex, "hex");
    }

    public static Sha256 of(byte[] content) {
        try {
            return new Sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Reads 64 hexadecimal digits, behind {@code sha256:} or alone; empty where the text is something else. */
    public static Optional<Sha256> parse(String text) {
        String hex = (text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text).toLowerCase(Locale.ROOT);
        return hex.matches("[0-9a-f]{64}") ? Optional.of(new Sha256(hex)) : Optional.empty();
    }

    /** As people write it. */
    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
