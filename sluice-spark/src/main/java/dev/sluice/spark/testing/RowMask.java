package dev.sluice.spark.testing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.core.testing.MaskRule;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Masks rows, nested values too.
 *
 * @param rules by column; columns without one stay as they are
 * @param salt by which equal values become equal ones, in this mask only
 */
record RowMask(Map<String, MaskRule> rules, byte[] salt) {
    private static final ObjectMapper JSON = new ObjectMapper();

    RowMask {
        rules = Map.copyOf(rules);
        requireNonNull(salt, "salt");
    }

    static RowMask of(Map<String, MaskRule> rules) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return new RowMask(rules, salt);
    }

    Map<String, @Nullable Object> row(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        row.forEach((column, value) -> masked.put(column, value(value, rules.getOrDefault(column, MaskRule.KEEP))));
        return masked;
    }

    private @Nullable Object value(@Nullable Object value, MaskRule rule) {
        if (value == null) {
            return null;
        }
        if (rule.kind() != MaskRule.Kind.SHAPE) {
            return rule.kind() == MaskRule.Kind.KEEP ? value : rule.mask(value.toString(), salt);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> value((Object) item, rule)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> masked = new LinkedHashMap<>();
            map.forEach((key, item) -> masked.put(String.valueOf(key), value((Object) item, rule)));
            return masked;
        }
        return value instanceof String text ? text(text, rule) : value;
    }

    /** Of a text that is JSON, only the texts in it: it must stay JSON. */
    private @Nullable String text(String text, MaskRule rule) {
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                return JSON.writeValueAsString(json(JSON.readTree(text), rule));
            } catch (JsonProcessingException e) {
                return rule.mask(text, salt);
            }
        }
        return rule.mask(text, salt);
    }

    private JsonNode json(JsonNode node, MaskRule rule) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), json(field.getValue(), rule)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JSON.createArrayNode();
            array.forEach(item -> copy.add(json(item, rule)));
            return copy;
        }
        return node.isTextual() ? JSON.getNodeFactory().textNode(rule.mask(node.textValue(), salt)) : node;
    }
}
