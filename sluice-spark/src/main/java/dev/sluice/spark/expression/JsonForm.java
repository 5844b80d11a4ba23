package dev.sluice.spark.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.api.TextForm;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Well-formed JSON, read without building anything of it. */
record JsonForm(TextForm.Json form) {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_TEXT = 256 << 20;
    /** Bounds depth and the digits of numbers. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
            .build();

    boolean test(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            JsonToken first = json.nextToken();
            if (first == null || !fits(first)) {
                return false;
            }
            Set<String> missing = new HashSet<>(form.keys());
            int depth = 0;
            for (JsonToken token = first; token != null; token = json.nextToken()) {
                if (depth == 1 && token == JsonToken.FIELD_NAME) {
                    missing.remove(json.currentName());
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isNumeric()) {
                    // Numbers are checked only when they are asked for.
                    json.getTextLength();
                }
                if (depth == 0) {
                    return json.nextToken() == null && missing.isEmpty();
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean fits(JsonToken first) {
        return switch (form.kind()) {
            case ANY -> form.keys().isEmpty() || first == JsonToken.START_OBJECT;
            case OBJECT -> first == JsonToken.START_OBJECT;
            case ARRAY -> first == JsonToken.START_ARRAY;
        };
    }
}
