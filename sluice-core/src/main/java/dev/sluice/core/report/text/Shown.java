package dev.sluice.core.report.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A foreign text made fit to look at: what cannot be seen is made visible, what could turn its surroundings round is
 * spelled out, what is too long is cut and its length told. It is still plain text: whoever puts it in a page escapes it.
 *
 * @param text what to show; empty for an empty text and for none
 * @param note what the reader should know besides, such as {@code 1,048,576 characters in all}; empty for nothing
 */
public record Shown(String text, String note) {
    /** Shows at most {@code limit} characters of a text; null is {@code no value}. */
    public static Shown of(@Nullable String text, int limit) {
        return text == null ? new Shown("", "no value") : of(text, text.length(), limit);
    }

    /** Shows a text of which only the first part may be at hand. */
    public static Shown of(String text, long wholeLength, int limit) {
        if (text.isEmpty() && wholeLength == 0) {
            return new Shown("", "empty");
        }
        int end = end(text, limit);
        String note = end < wholeLength ? Figures.count(wholeLength, "character") + " in all" : "";
        return new Shown(visible(text, end) + (note.isEmpty() ? "" : "…"), note);
    }

    /** A name in one line, cut in the middle, where names of one kind differ least. */
    public static String name(String name, int limit) {
        if (name.length() <= limit) {
            return visible(name, name.length());
        }
        int head = end(name, (limit - 1) / 2);
        int tail = name.length() - (limit - 1 - head);
        if (Character.isLowSurrogate(name.charAt(tail))) {
            tail++;
        }
        String last = name.substring(tail);
        return visible(name, head) + "…" + visible(last, last.length());
    }

    /** An upper bound of the bytes that a text takes in a page: in UTF-8, escaped. */
    public static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c >= 0x80 ? 3 : c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' ? 5 : 1;
        }
        return bytes;
    }

    private static int end(String text, int limit) {
        if (text.length() <= limit) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }

    private static String visible(String text, int end) {
        StringBuilder out = new StringBuilder(end + 16);
        int next;
        for (int i = 0; i < end; i = next) {
            int point = text.codePointAt(i);
            next = i + Character.charCount(point);
            if (point < 0x20) {
                out.append((char) (0x2400 + point));
            } else if (point == 0x7F) {
                out.append('\u2421');
            } else if (Character.getType(point) == Character.SURROGATE) {
                out.append('\uFFFD');
            } else if (hidden(point)) {
                String hex = Integer.toHexString(point).toUpperCase(Locale.ROOT);
                out.append("⟨U+")
                        .append("0".repeat(Math.max(0, 4 - hex.length())))
                        .append(hex)
                        .append('⟩');
            } else {
                out.appendCodePoint(point);
            }
        }
        return out.toString();
    }

    /** Controls, formats (which hold all that change the direction of writing) and separators of lines. */
    private static boolean hidden(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
