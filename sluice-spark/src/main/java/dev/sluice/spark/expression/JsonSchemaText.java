package dev.sluice.spark.expression;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** What is wrong with a JSON text by a schema: null, or the first few faults in a line. */
final class JsonSchemaText implements ValueFunction.ToObject {
    private static final int FAULTS_SHOWN = 3;
    private static final int FAULT_CHARACTERS = 300;
    private static final ObjectMapper MAPPER =
            new ObjectMapper(JsonForm.JSON).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String schema;
    private transient volatile @Nullable Schema compiled;

    private JsonSchemaText(String schema) {
        this.schema = schema;
    }

    /** @throws SluiceException {@code UNFIT_OPTIONS} if the text is no schema */
    static JsonSchemaText of(String schema) {
        JsonSchemaText text = new JsonSchemaText(schema);
        text.compiled();
        return text;
    }

    private Schema compiled() {
        Schema ready = compiled;
        if (ready == null) {
            ready = compile(schema);
            compiled = ready;
        }
        return ready;
    }

    private static Schema compile(String schema) {
        try {
            JsonNode tree = MAPPER.readTree(schema);
            if (tree == null || !tree.isObject() && !tree.isBoolean()) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            // No pattern of a schema may run away on a cell.
            SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                    .regularExpressionFactory(regex -> {
                        RegexText.Test test = new RegexText.Test(Pattern.compile(regex), false);
                        return value -> test.apply(UTF8String.fromString(value), ValueFunction.NONE) == 1;
                    })
                    .build();
            Schema compiled = SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config))
                    .getSchema(tree);
            compiled.initializeValidators();
            return compiled;
        } catch (IOException | RuntimeException e) {
            throw new SluiceException(
                    ErrorCode.UNFIT_OPTIONS, "Cannot use the JSON Schema: %s".formatted(e.getMessage()), e);
        }
    }

    @Override
    public @Nullable Object apply(UTF8String text) {
        try (JsonParser json = MAPPER.createParser(text.getBytes())) {
            JsonNode tree = MAPPER.readTree(json);
            if (tree == null || json.nextToken() != null) {
                return UTF8String.fromString("it is not one JSON value");
            }
            List<Error> errors = compiled().validate(tree);
            return errors.isEmpty() ? null : UTF8String.fromString(shown(errors));
        } catch (IOException e) {
            return UTF8String.fromString("it is not JSON");
        } catch (RuntimeException | StackOverflowError e) {
            return UTF8String.fromString(
                    "it cannot be examined: " + e.getClass().getSimpleName());
        }
    }

    private static String shown(List<Error> errors) {
        StringBuilder shown = new StringBuilder();
        for (Error error : errors.subList(0, Math.min(FAULTS_SHOWN, errors.size()))) {
            String fault = error.getInstanceLocation() + ": " + error.getMessage();
            shown.append(shown.isEmpty() ? "" : "; ")
                    .append(fault.length() <= FAULT_CHARACTERS ? fault : fault.substring(0, FAULT_CHARACTERS) + "…");
        }
        int rest = errors.size() - FAULTS_SHOWN;
        return shown.append(rest > 0 ? "; and " + rest + " more" : "").toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonSchemaText text && schema.equals(text.schema);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }

    @Override
    public String toString() {
        return "JsonSchemaText";
    }
}
