package dev.sluice.core.testing;

import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import dev.sluice.core.yaml.Tree.Scalar;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values in the words of a test file. */
final class ValueText {
    static final String NULL = "null";

    private ValueText() {}

    /** Of a value that was found. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return quotedIfUnclear(plain(value), value instanceof String);
    }

    /** Of a single value, without quotes. */
    static String plain(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    /** Of a value that is expected. */
    static String of(Tree tree) {
        if (tree.isNull()) {
            return NULL;
        }
        if (tree instanceof ListTree list) {
            return list.items().stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (tree instanceof MapTree map) {
            return map.entries().values().stream()
                    .map(entry -> entry.key() + ": " + of(entry.value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        Scalar scalar = (Scalar) tree;
        return quotedIfUnclear(scalar.text(), !scalar.plain());
    }

    /** Blanks at the ends, nothing at all, and the word null as a text can be seen only in quotes. */
    private static String quotedIfUnclear(String text, boolean isText) {
        return text.isBlank() || !text.equals(text.strip()) || isText && text.equals(NULL) ? "'" + text + "'" : text;
    }
}
