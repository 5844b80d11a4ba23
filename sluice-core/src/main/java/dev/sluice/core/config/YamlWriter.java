package dev.sluice.core.config;

import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import dev.sluice.core.yaml.YamlText;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Writes trees as YAML.
 *
 * @param shown what to write for a key and its value
 */
record YamlWriter(BinaryOperator<String> shown) {
    /** For people to read: values that look like passwords are masked. */
    static final YamlWriter MASKED = new YamlWriter(Confidential::masked);
    /** As it is. */
    static final YamlWriter PLAIN = new YamlWriter((key, value) -> value);
    /** For Sluice to read again: what looks like a reference to a variable is none any more. */
    static final YamlWriter EXACT = new YamlWriter((key, value) -> value.replace("${", "$${"));

    String block(MapTree root) {
        StringBuilder out = new StringBuilder();
        map(out, root, 0);
        return out.toString();
    }

    /** The tree on one line; key is the one that holds it. */
    String line(Tree tree, String key) {
        if (tree instanceof Scalar scalar) {
            return scalar(scalar, key);
        }
        if (tree instanceof ListTree list) {
            return list.items().stream().map(item -> line(item, key)).collect(Collectors.joining(", ", "[", "]"));
        }
        return ((MapTree) tree)
                .entries().values().stream()
                        .map(entry -> YamlText.value(entry.key()) + ": " + line(entry.value(), entry.key()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private void map(StringBuilder out, MapTree map, int indent) {
        for (Entry entry : map.entries().values()) {
            out.append(" ".repeat(indent)).append(YamlText.value(entry.key())).append(':');
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
                out.append(' ').append(line(value, entry.key())).append('\n');
            }
        }
    }

    private String scalar(Scalar scalar, String key) {
        if (scalar.isNull()) {
            return scalar.text().isEmpty() ? "null" : scalar.text();
        }
        String text = shown.apply(key, scalar.text());
        return scalar.plain() ? YamlText.value(text) : YamlText.text(text);
    }
}
