package dev.sluice.core.config;

import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes trees as YAML; values that look like passwords are masked. */
final class YamlWriter {
    private static final String MASK = "***";
    private static final Pattern CONFIDENTIAL_KEY =
            Pattern.compile(".*(password|passwd|pwd|secret|token|credential|access[-_.]?key|api[-_.]?key).*");
    private static final Pattern CONFIDENTIAL_PARAMETER =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|access[-_.]?key|api[-_.]?key)=)[^&;\\s]+");
    private static final Pattern USER_INFO = Pattern.compile("(://[^/@:\\s]+:)[^/@\\s]+@");
    /** What YAML reads as text without quotes, whatever the reader's schema. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_.][A-Za-z0-9/_.+()<> -]*");

    private YamlWriter() {}

    static String block(MapTree root) {
        StringBuilder out = new StringBuilder();
        map(out, root, 0);
        return out.toString();
    }

    /** The tree on one line; key is the one that holds it. */
    static String line(Tree tree, String key) {
        if (tree instanceof Scalar scalar) {
            return scalar(scalar, key);
        }
        if (tree instanceof ListTree list) {
            return list.items().stream().map(item -> line(item, key)).collect(Collectors.joining(", ", "[", "]"));
        }
        return ((MapTree) tree)
                .entries().values().stream()
                        .map(entry -> text(entry.key(), true) + ": " + line(entry.value(), entry.key()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void map(StringBuilder out, MapTree map, int indent) {
        for (Entry entry : map.entries().values()) {
            out.append(" ".repeat(indent)).append(text(entry.key(), true)).append(':');
            Tree value = entry.value();
            if (value instanceof MapTree inner && !inner.entries().isEmpty()) {
                out.append('\n');
                map(out, inner, indent + 2);
            } else if (value instanceof ListTree list
                    && list.items().stream().anyMatch(item -> !(item instanceof Scalar))) {
                out.append('\n');
                for (Tree item : list.items()) {
                    out.append(" ".repeat(indent + 2))
                            .append("- ")
                            .append(line(item, entry.key()))
                            .append('\n');
                }
            } else {
                String text = line(value, entry.key());
                out.append(text.isEmpty() ? "" : " ").append(text).append('\n');
            }
        }
    }

    private static String scalar(Scalar scalar, String key) {
        if (scalar.isNull()) {
            return scalar.text().isEmpty() ? "null" : scalar.text();
        }
        String text = scalar.text();
        if (CONFIDENTIAL_KEY.matcher(key.toLowerCase(Locale.ROOT)).matches() && !text.startsWith("${secret:")) {
            return text(MASK, false);
        }
        text = CONFIDENTIAL_PARAMETER.matcher(text).replaceAll("$1" + MASK);
        return text(USER_INFO.matcher(text).replaceAll("$1" + MASK + "@"), scalar.plain());
    }

    private static String text(String text, boolean plain) {
        boolean word = PLAIN.matcher(text).matches() && !text.endsWith(" ");
        boolean number = plain && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty();
        boolean reserved = switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "false", "null", "yes", "no", "on", "off", ".inf", ".nan" -> !plain;
            default -> false;
        };
        return (word || number) && !reserved ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
