package dev.sluice.core.schema;

import static dev.sluice.core.schema.OptionSchema.anyOf;
import static dev.sluice.core.schema.OptionSchema.object;
import static dev.sluice.core.schema.OptionSchema.orReference;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Format;
import dev.sluice.api.Option;
import dev.sluice.api.Plugin;
import dev.sluice.api.ValidatorPlugin;
import dev.sluice.api.row.RowFixer;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.spec.PluginRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schemas of steps, constraints and formats: one for each plug-in, chosen by its word. */
final class PluginSchemas {
    static final String CONVERTER = "converter";
    static final String VALIDATOR = "validator";
    static final String FIXER = "fixer";
    static final String SINK = "sink";
    private static final String FORMAT = "format";

    private final PluginRegistry registry;

    PluginSchemas(PluginRegistry registry) {
        this.registry = registry;
    }

    /** By name, to be referred to. */
    Map<String, Object> definitions() {
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(CONVERTER, choice(CONVERTER, registry.converters()));
        definitions.put(VALIDATOR, choice(VALIDATOR, registry.validators()));
        definitions.put(FIXER, choice(FIXER, registry.fixers()));
        definitions.put(SINK, choice(SINK, registry.sinks()));
        registry.converters().forEach((word, plugin) -> definitions.put(name(CONVERTER, word), step(plugin)));
        registry.validators().forEach((word, plugin) -> definitions.put(name(VALIDATOR, word), step(plugin)));
        registry.fixers().forEach((word, plugin) -> definitions.put(name(FIXER, word), step(plugin)));
        registry.sinks().forEach((word, plugin) -> definitions.put(name(SINK, word), step(plugin)));
        registry.formats().forEach((word, plugin) -> definitions.put(name(FORMAT, word), options(plugin)));
        return definitions;
    }

    /** Conditions that give {@code source.options} the keys of the format. */
    List<Object> formatChoice() {
        List<Object> conditions = new ArrayList<>();
        for (String word : registry.formats().keySet()) {
            conditions.add(when(FORMAT, word, Map.of("properties", Map.of("options", ref(FORMAT, word)))));
        }
        return conditions;
    }

    Map<String, Object> formatWords() {
        return orReference(Map.of("enum", List.copyOf(registry.formats().keySet())));
    }

    /** The validators that may be keys of a target column. */
    Map<String, Object> constraints() {
        Map<String, Object> constraints = new LinkedHashMap<>();
        for (ValidatorPlugin validator : registry.validators().values()) {
            columnOption(validator.descriptor())
                    .ifPresent(column ->
                            constraints.put(validator.descriptor().word(), constraint(validator.descriptor(), column)));
        }
        return constraints;
    }

    private static Map<String, Object> constraint(Descriptor descriptor, String column) {
        List<Option<?>> own = descriptor.options().stream()
                .filter(option -> !option.name().equals(column))
                .<Option<?>>map(option -> option)
                .toList();
        Map<String, Object> properties = OptionSchema.properties(own);
        properties.putAll(OptionSchema.properties(Keys.RULE.options()));
        Map<String, Object> options = object(properties, OptionSchema.required(own));
        Option<?> shorthand = descriptor.shorthand();
        Map<String, Object> flag = Map.of("type", "boolean");
        Map<String, Object> schema =
                shorthand == null ? anyOf(flag, options) : anyOf(flag, OptionSchema.of(shorthand.type()), options);
        return SchemaWriter.described(schema, descriptor.summary());
    }

    private static Optional<String> columnOption(Descriptor descriptor) {
        return descriptor
                .option("column")
                .or(() -> descriptor.option("columns"))
                .map(Option::name);
    }

    private static Map<String, Object> choice(String kind, Map<String, ? extends Plugin> plugins) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", Map.of("type", Map.of("enum", List.copyOf(plugins.keySet()))));
        schema.put("required", List.of("type"));
        List<Object> conditions = new ArrayList<>();
        plugins.keySet().forEach(word -> conditions.add(when("type", word, ref(kind, word))));
        schema.put("allOf", conditions);
        return schema;
    }

    private static Map<String, Object> step(Plugin plugin) {
        Descriptor descriptor = plugin.descriptor();
        Map<String, Object> properties = OptionSchema.properties(Keys.STEP.options());
        if (plugin instanceof ValidatorPlugin) {
            properties.putAll(OptionSchema.properties(Keys.RULE.options()));
        }
        if (plugin instanceof RowFixer) {
            properties.putAll(OptionSchema.properties(Keys.FIX_STEP.options()));
        }
        properties.putAll(OptionSchema.properties(descriptor.options()));
        return SchemaWriter.described(
                object(properties, OptionSchema.required(descriptor.options())), descriptor.summary());
    }

    private static Map<String, Object> options(Format format) {
        Descriptor descriptor = format.descriptor();
        return SchemaWriter.described(
                object(OptionSchema.properties(descriptor.options()), List.of()), descriptor.summary());
    }

    private static Map<String, Object> when(String key, String word, Object then) {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("if", Map.of("properties", Map.of(key, Map.of("const", word)), "required", List.of(key)));
        condition.put("then", then);
        return condition;
    }

    private static Map<String, Object> ref(String kind, String word) {
        return Map.of("$ref", "#/definitions/" + name(kind, word));
    }

    private static String name(String kind, String word) {
        return kind + "." + word;
    }
}
