package dev.sluice.core.config;

import java.util.Locale;

/** Makes text harmless for a terminal: no escapes, line ends, or characters that turn the direction of writing. */
final class Printable {
    private static final int REPLACEMENT = 0xFFFD;

    private Printable() {}

    /** The text on one line; what cannot be shown becomes an escape. */
    static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                out.appendCodePoint(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return out.toString();
    }

    /** The character, or one that stands for it and has the same width. */
    static int one(int c) {
        return isHarmless(c) ? c : c == '\t' ? ' ' : REPLACEMENT;
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
