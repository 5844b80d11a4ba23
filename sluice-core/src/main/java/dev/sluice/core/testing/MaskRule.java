package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is put in place of a value that nobody may see in a test.
 *
 * @param kind how it is made
 * @param text of {@link Kind#TEXT}
 */
public record MaskRule(Kind kind, String text) {
    /** The ways to mask. */
    public enum Kind {
        /** Letters by letters of the same case, digits by digits; all else stays. Equal values stay equal. */
        SHAPE,
        /** The beginning of a salted hash. Equal values stay equal. */
        HASH,
        /** A fixed text. */
        TEXT,
        NULL,
        /** The value itself. */
        KEEP
    }

    public static final MaskRule SHAPE = new MaskRule(Kind.SHAPE, "");
    public static final MaskRule KEEP = new MaskRule(Kind.KEEP, "");
    /** The words of the rules, for messages. */
    public static final String WORDS = "shape, hash, text:TEXT, null, keep";

    private static final int HASH_DIGITS = 16;

    public MaskRule {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
    }

    /** Reads one of {@link #WORDS}; empty if it is none. */
    public static Optional<MaskRule> parse(String word) {
        if (word.startsWith("text:")) {
            return Optional.of(new MaskRule(Kind.TEXT, word.substring("text:".length())));
        }
        return switch (word) {
            case "shape" -> Optional.of(SHAPE);
            case "hash" -> Optional.of(new MaskRule(Kind.HASH, ""));
            case "null" -> Optional.of(new MaskRule(Kind.NULL, ""));
            case "keep" -> Optional.of(KEEP);
            default -> Optional.empty();
        };
    }

    /** @param salt known to nobody, so that values cannot be found by trying them */
    public @Nullable String mask(String value, byte[] salt) {
        return switch (kind) {
            case SHAPE -> shape(value, salt);
            case HASH -> HexFormat.of().formatHex(hash(value, salt, 0)).substring(0, HASH_DIGITS);
            case TEXT -> text;
            case NULL -> null;
            case KEEP -> value;
        };
    }

    private static String shape(String value, byte[] salt) {
        StringBuilder masked = new StringBuilder(value.length());
        byte[] chance = {};
        int at = 0;
        int block = 0;
        for (int point : value.codePoints().toArray()) {
            if (at == chance.length) {
                chance = hash(value, salt, block++);
                at = 0;
            }
            int random = chance[at++] & 0xFF;
            if (Character.isDigit(point)) {
                masked.append((char) ('0' + random % 10));
            } else if (Character.isLetter(point)) {
                masked.append((char) ((Character.isUpperCase(point) ? 'A' : 'a') + random % 26));
            } else {
                masked.appendCodePoint(point);
            }
        }
        return masked.toString();
    }

    private static byte[] hash(String value, byte[] salt, int block) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update((byte) block);
            return digest.digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
