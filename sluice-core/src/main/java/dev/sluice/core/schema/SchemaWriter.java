package dev.sluice.core.schema;

import static dev.sluice.core.schema.OptionSchema.anyOf;
import static dev.sluice.core.schema.OptionSchema.array;
import static dev.sluice.core.schema.OptionSchema.object;
import static dev.sluice.core.schema.OptionSchema.orReference;

import dev.sluice.api.Option;
import dev.sluice.core.spec.Keys;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.core.spec.SectionKeys;
import dev.sluice.core.spec.SectionKeys.Nested;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes JSON Schemas (draft 7) with the options of the plug-ins. A key is said to be required only where no other layer
 * could set it.
 */
public final class SchemaWriter {
    private final PluginSchemas plugins;

    public SchemaWriter(PluginRegistry registry) {
        this.plugins = new PluginSchemas(registry);
    }

    /** For {@code pipelines/*.yaml}. */
    public String pipeline() {
        Map<String, Object> root = section(Keys.PIPELINE, Set.of());
        Map<String, Object> properties = properties(root);
        Map<String, Object> inEnvironment = section(Keys.PIPELINE, Set.of("pipeline", "env"));
        properties.put(
                "env",
                described(
                        Map.of("type", "object", "additionalProperties", inEnvironment),
                        "Keys that hold in one environment only."));
        return document("A Sluice pipeline", root);
    }

    /** For {@code sluice.yaml}; what it says of pipelines holds for all. */
    public String project() {
        Map<String, Object> root = section(Keys.PROJECT, Set.of());
        Map<String, Object> pipelines = section(Keys.PIPELINE, Set.of("pipeline", "env"));
        properties(root).putAll(properties(pipelines));
        root.put("required", List.of("name"));
        return document("A Sluice project", root);
    }

    /** For the files that {@code target.schema} names. */
    public String targetSchema() {
        Map<String, Object> root = section(Keys.SCHEMA_FILE, Set.of());
        root.put("required", List.of("columns"));
        return document("The schema of a Sluice target", root);
    }

    /** For {@code pack.yaml}. */
    public String pack() {
        Map<String, Object> root = section(Keys.PACK, Set.of());
        root.put("required", List.of("pack", "version"));
        return document("A Sluice pack", root);
    }

    private String document(String title, Map<String, Object> root) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "http://json-schema.org/draft-07/schema#");
        document.put("title", title);
        document.putAll(root);
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(OptionSchema.REFERENCE, OptionSchema.text("\\$\\{[^}]+\\}"));
        definitions.putAll(plugins.definitions());
        document.put("definitions", definitions);
        return JsonText.of(document);
    }

    private Map<String, Object> section(SectionKeys keys, Set<String> without) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Option<?> option : keys.options()) {
            if (!without.contains(option.name())) {
                properties.put(option.name(), OptionSchema.of(option));
            }
        }
        for (Nested nested : keys.nested()) {
            if (!without.contains(nested.name())) {
                properties.put(nested.name(), described(nested(nested), nested.description()));
            }
        }
        Map<String, Object> schema = object(properties, List.of());
        if (keys == Keys.SOURCE) {
            schema.put("allOf", plugins.formatChoice());
            properties.put("format", described(plugins.formatWords(), "The format of the files."));
        }
        return schema;
    }

    private Map<String, Object> nested(Nested nested) {
        return switch (nested.shape()) {
            case SECTION -> nested.keys() == null ? Map.of() : section(nested.keys(), Set.of());
            case FORMAT_OPTIONS, VARIABLES, ENVIRONMENTS -> Map.of("type", "object");
            case VALUE -> Map.of();
            case PACKS -> packs();
            case PARAMETERS -> Map.of("type", "object", "additionalProperties", section(Keys.PARAMETER, Set.of()));
            case SOURCE_COLUMNS -> sourceColumns();
            case TARGET_COLUMNS -> targetColumns();
            case CONVERTERS -> orReference(array(Map.of("$ref", "#/definitions/" + PluginSchemas.CONVERTER)));
            case CHECKS -> orReference(array(object(OptionSchema.properties(Keys.CHECK.options()), List.of("type"))));
            case AUDITS -> orReference(array(object(OptionSchema.properties(Keys.AUDIT.options()), List.of("name"))));
            case FIXERS -> orReference(array(Map.of("$ref", "#/definitions/" + PluginSchemas.FIXER)));
            case SINKS -> orReference(array(Map.of("$ref", "#/definitions/" + PluginSchemas.SINK)));
            case CONNECTIONS ->
                Map.of(
                        "type",
                        "object",
                        "additionalProperties",
                        object(OptionSchema.properties(Keys.CONNECTION.options()), List.of()));
            case VALIDATORS -> orReference(array(Map.of("$ref", "#/definitions/" + PluginSchemas.VALIDATOR)));
        };
    }

    private Map<String, Object> packs() {
        Map<String, Object> word = OptionSchema.text("^[A-Za-z][A-Za-z0-9_-]*@\\d+\\.\\d+(\\.\\d+)?$");
        Map<String, Object> section = section(Keys.PACK_USE, Set.of());
        section.put("required", List.of("pack"));
        return anyOf(word, section, array(anyOf(word, section)), OptionSchema.reference());
    }

    private static Map<String, Object> sourceColumns() {
        Map<String, Object> column = object(OptionSchema.properties(Keys.SOURCE_COLUMN.options()), List.of());
        return anyOf(
                array(Map.of("type", "string")),
                Map.of("type", "object", "additionalProperties", anyOf(column, Map.of("type", "null"))),
                OptionSchema.reference());
    }

    private Map<String, Object> targetColumns() {
        Map<String, Object> properties = new LinkedHashMap<>(plugins.constraints());
        properties.putAll(OptionSchema.properties(Keys.TARGET_COLUMN.options()));
        Map<String, Object> column = object(properties, List.of());
        return orReference(Map.of("type", "object", "additionalProperties", anyOf(Map.of("type", "string"), column)));
    }

    @SuppressWarnings("unchecked") // object() put it there
    private static Map<String, Object> properties(Map<String, Object> schema) {
        return (Map<String, Object>) Objects.requireNonNull(schema.get("properties"));
    }

    static Map<String, Object> described(Map<String, Object> schema, String description) {
        Map<String, Object> result = new LinkedHashMap<>(schema);
        result.put("description", description);
        return result;
    }
}
