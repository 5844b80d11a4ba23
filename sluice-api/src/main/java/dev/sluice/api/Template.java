package dev.sluice.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with places for the values of columns: <code>{first} {last}</code>. Doubled braces stand for single ones.
 *
 * @param parts in order
 */
public record Template(List<Part> parts) {
    /**
     * A literal text, or the name of a column.
     *
     * @param place whether it is a column's name
     */
    public record Part(String text, boolean place) {
        public Part {
            requireNonNull(text, "text");
        }
    }

    public Template {
        parts = List.copyOf(parts);
    }

    /**
     * Takes a text apart.
     *
     * @throws IllegalArgumentException if a brace is open at the end or names nothing, with what to change
     */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                literal.append(c);
                i++;
            } else if (c == '{') {
                int close = text.indexOf('}', i);
                String name = close < 0 ? "" : text.substring(i + 1, close).strip();
                if (name.isEmpty()) {
                    throw new IllegalArgumentException(
                            "'%s' has a brace that names no column; write {{ for the brace itself".formatted(text));
                }
                if (!literal.isEmpty()) {
                    parts.add(new Part(literal.toString(), false));
                    literal.setLength(0);
                }
                parts.add(new Part(name, true));
                i = close;
            } else {
                literal.append(c);
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Part(literal.toString(), false));
        }
        return new Template(parts);
    }

    /** The columns named, in order, each once. */
    public List<String> columns() {
        return parts.stream().filter(Part::place).map(Part::text).distinct().toList();
    }

    /** A text as a template that yields just that text. */
    public static String literal(String text) {
        return text.replace("{", "{{").replace("}", "}}");
    }
}
