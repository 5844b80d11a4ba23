package dev.sluice.cli.output;

import java.util.Locale;

/** Shows what would steer a terminal, or hide in it, as an escape: data never moves the cursor. */
public final class VisibleText {
    private VisibleText() {}

    public static String of(String text) {
        int[] points = text.codePoints().toArray();
        StringBuilder visible = new StringBuilder(text.length());
        for (int point : points) {
            append(visible, point);
        }
        return visible.toString();
    }

    private static void append(StringBuilder visible, int point) {
        switch (point) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default -> {
                if (isHidden(point)) {
                    visible.append(String.format(Locale.ROOT, "\\u{%x}", point));
                } else {
                    visible.appendCodePoint(point);
                }
            }
        }
    }

    /** Control and format characters (among them those that turn the direction of writing), and half surrogates. */
    private static boolean isHidden(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // Joiners are part of how some scripts and emoji are written.
            case Character.FORMAT -> point != 0x200c && point != 0x200d;
            default -> false;
        };
    }
}
