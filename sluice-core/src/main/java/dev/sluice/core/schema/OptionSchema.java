package dev.sluice.core.schema;

import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The schema of one option, as its type says. A reference to a variable may stand for any value. */
final class OptionSchema {
    /** Where every schema defines what a reference looks like. */
    static final String REFERENCE = "reference";

    private OptionSchema() {}

    static Map<String, Object> of(Option<?> option) {
        Map<String, Object> schema = new LinkedHashMap<>(of(option.type()));
        schema.put("description", option.description());
        option.whenUnset().flatMap(OptionSchema::json).ifPresent(value -> schema.put("default", value));
        return schema;
    }

    static Map<String, Object> of(OptionType<?> type) {
        if (type instanceof OptionType.Whole whole) {
            Map<String, Object> number = new LinkedHashMap<>();
            number.put("type", "integer");
            number.put("minimum", whole.min());
            number.put("maximum", whole.max());
            return orReference(number);
        } else if (type instanceof OptionType.Flag) {
            return orReference(Map.of("type", "boolean"));
        } else if (type instanceof OptionType.Choice<?> choice) {
            return orReference(Map.of("enum", words(choice.constants())));
        } else if (type instanceof OptionType.Size) {
            return anyOf(Map.of("type", "integer", "minimum", 0), text("^\\d+ *([KMGT]?i?B)?$"), reference());
        } else if (type instanceof OptionType.Span) {
            return anyOf(text("^\\d+ *(ms|s|m|h|d)$"), reference());
        } else if (type instanceof OptionType.Character) {
            return anyOf(
                    Map.of("type", List.of("string", "integer"), "minLength", 1, "maxLength", 1),
                    Map.of("enum", List.of("tab", "none", "\\t")),
                    reference());
        } else if (type instanceof OptionType.ListOf<?> list) {
            Map<String, Object> element = of(list.element());
            return anyOf(array(element), element);
        } else if (type instanceof OptionType.MapOf<?> map) {
            return orReference(Map.of("type", "object", "additionalProperties", of(map.value())));
        } else if (type instanceof OptionType.Section section) {
            return object(properties(section.options()), required(section.options()));
        } else if (type instanceof OptionType.Text) {
            return Map.of("type", List.of("string", "number", "boolean"));
        }
        // Zones, expressions, names and the like: text, whose form other languages' patterns cannot tell.
        return Map.of("type", List.of("string", "number"));
    }

    static Map<String, Object> properties(List<? extends Option<?>> options) {
        Map<String, Object> properties = new LinkedHashMap<>();
        options.forEach(option -> properties.put(option.name(), of(option)));
        return properties;
    }

    static List<String> required(List<? extends Option<?>> options) {
        return options.stream().filter(Option::required).map(Option::name).toList();
    }

    static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    static Map<String, Object> array(Object items) {
        return Map.of("type", "array", "items", items);
    }

    @SafeVarargs
    static Map<String, Object> anyOf(Map<String, Object>... schemas) {
        return Map.of("anyOf", List.of(schemas));
    }

    static Map<String, Object> orReference(Map<String, Object> schema) {
        return anyOf(schema, reference());
    }

    static Map<String, Object> reference() {
        return Map.of("$ref", "#/definitions/" + REFERENCE);
    }

    static Map<String, Object> text(String pattern) {
        return Map.of("type", "string", "pattern", pattern);
    }

    private static List<String> words(Class<? extends Enum<?>> constants) {
        return Arrays.stream(constants.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** A default as it would be written; none for values that are empty or have no short form. */
    private static Optional<Object> json(Object value) {
        if (value instanceof Boolean || value instanceof Number || value instanceof String) {
            return Optional.of(value);
        } else if (value instanceof Enum<?> constant) {
            return Optional.of(constant.name().toLowerCase(Locale.ROOT));
        } else if (value instanceof Duration span) {
            return Optional.of(span.toMillis() + "ms");
        } else if (value instanceof ZoneId zone) {
            return Optional.of(zone.getId());
        } else if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return Optional.of(list);
        }
        return Optional.empty();
    }
}
