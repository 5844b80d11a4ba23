package dev.sluice.core.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts as YAML on one line, which {@link YamlReader} reads as they were, whatever is in them. */
public final class YamlText {
    /** What is read as it stands, within lists and maps too. */
    private static final Pattern PLAIN =
            Pattern.compile("\\.?[A-Za-z_/][A-Za-z0-9/_.+()<>-]*( [A-Za-z0-9/_.+()<>-]+)*");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    /** What some reader of YAML takes for a flag, a number or nothing. */
    private static final Pattern WORD =
            Pattern.compile("true|false|null|yes|no|on|off|y|n|\\.inf|\\.nan", Pattern.CASE_INSENSITIVE);

    private YamlText() {}

    /** A text; in quotes unless no reader could take it for anything else. */
    public static String text(String text) {
        return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches() ? text : quoted(text);
    }

    /** A value that stands without quotes where it can, such as a number or a flag. */
    public static String value(String value) {
        return NUMBER.matcher(value).matches() || WORD.matcher(value).matches() ? value : text(value);
    }

    /** A text in quotes. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').appendCodePoint(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isSeen(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    /** A text in quotes, for places where references to variables mean something: what looks like one is none. */
    public static String literal(String text) {
        return quoted(text.replace("${", "$${"));
    }

    /** Texts as {@link #literal} on one line. */
    public static String literals(Collection<String> texts) {
        return texts.stream().map(YamlText::literal).collect(Collectors.joining(", ", "[", "]"));
    }
}
