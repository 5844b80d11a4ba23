package dev.sluice.spark.profile;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Texts as YAML, whatever is in them. */
final class YamlText {
    private YamlText() {}

    /** A value. What looks like a reference to a variable is none. */
    static String quoted(String text) {
        return key(text).replace("${", "$${");
    }

    /** A key, in which references mean nothing. */
    static String key(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || isUnseen(c)) {
                out.append(
                        c > 0xFFFF
                                ? String.format(Locale.ROOT, "\\U%08x", c)
                                : String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    static String list(List<String> texts) {
        return texts.stream().map(YamlText::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
