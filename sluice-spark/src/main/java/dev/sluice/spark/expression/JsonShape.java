package dev.sluice.spark.expression;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.core.type.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Reads JSON of one type into Catalyst's form. Thread-safe. */
sealed interface JsonShape {
    /**
     * The value at the parser's token; null for a JSON null.
     *
     * @param faults takes the faults of what is nested, or throws the first
     * @throws JsonFault of this value as a whole; nothing of it has been read beyond its first token
     */
    @Nullable
    Object read(JsonParser json, Faults faults) throws IOException, JsonFault;

    /** What becomes of the faults of nested values. */
    interface Faults {
        /** The first fault is enough. */
        Faults FIRST = (fault, step) -> {
            throw fault.in(step);
        };

        /** @param step from the value around to the faulty one */
        void add(JsonFault fault, String step) throws JsonFault;

        /** For the values within one. */
        default Faults in(String step) {
            return this;
        }
    }

    /** Stands for a nested value that is faulty. */
    Object FAULTY = new Object();

    /** A nested value; where it is faulty, {@link #FAULTY}, and it has been read to its end. */
    private static @Nullable Object nested(
            JsonShape shape, JsonParser json, Faults faults, @Nullable String name, int index)
            throws IOException, JsonFault {
        try {
            return shape.read(json, faults == Faults.FIRST ? faults : faults.in(step(name, index)));
        } catch (JsonFault fault) {
            return faulty(fault, json, faults, step(name, index));
        }
    }

    private static Object faulty(JsonFault fault, JsonParser json, Faults faults, String step)
            throws IOException, JsonFault {
        faults.add(fault, step);
        json.skipChildren();
        return FAULTY;
    }

    private static String step(@Nullable String name, int index) {
        return name == null ? "[" + index + "]" : name;
    }

    /** A value that a text function reads: numbers and words are taken quoted or not. */
    record Scalar(ColumnType type, TextFunction function) implements JsonShape {
        @Override
        public @Nullable Object read(JsonParser json, Faults faults) throws IOException, JsonFault {
            JsonToken token = json.currentToken();
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            String text = json.getText();
            boolean readable = token == JsonToken.VALUE_STRING
                    || token.isNumeric() && takesNumbers()
                    || token.isBoolean() && (type == ColumnType.Primitive.BOOLEAN || isText());
            Object value = readable ? function.read(JsonShape.utf8(text)) : null;
            if (value == null) {
                String shown = text.length() <= 100 ? text : text.substring(0, 100) + "…";
                throw token.isScalarValue()
                        ? JsonFault.wrong("'%s' is no %s".formatted(shown, type), text)
                        : JsonFault.wrong("not a %s".formatted(type));
            }
            return value;
        }

        private boolean isText() {
            return type == ColumnType.Primitive.STRING;
        }

        private boolean takesNumbers() {
            return type instanceof ColumnType.Decimal
                    || type instanceof ColumnType.Primitive primitive
                            && switch (primitive) {
                                case INT, LONG, FLOAT, DOUBLE, STRING -> true;
                                case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, BINARY -> false;
                            };
        }
    }

    /** What a scalar makes of a text. */
    interface TextFunction {
        @Nullable
        Object read(UTF8String text);
    }

    /** An array. */
    record Elements(JsonShape element) implements JsonShape {
        @Override
        public @Nullable Object read(JsonParser json, Faults faults) throws IOException, JsonFault {
            if (!JsonShape.begins(json, JsonToken.START_ARRAY, "an array")) {
                return null;
            }
            List<@Nullable Object> values = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                values.add(nested(element, json, faults, null, values.size()));
            }
            return new GenericArrayData(values.toArray());
        }
    }

    /** An object whose keys are data. */
    record Entries(TextFunction keys, JsonShape value) implements JsonShape {
        @Override
        public @Nullable Object read(JsonParser json, Faults faults) throws IOException, JsonFault {
            if (!JsonShape.begins(json, JsonToken.START_OBJECT, "an object")) {
                return null;
            }
            List<Object> names = new ArrayList<>();
            List<@Nullable Object> values = new ArrayList<>();
            Set<Object> seen = new HashSet<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                Object typed = keys.read(JsonShape.utf8(name));
                json.nextToken();
                if (typed == null || !seen.add(typed)) {
                    String why = typed == null ? "the key is of another type" : "the key stands twice";
                    faulty(JsonFault.wrong(why), json, faults, "[" + name + "]");
                    continue;
                }
                names.add(typed);
                values.add(nested(value, json, faults, "[" + name + "]", 0));
            }
            return new ArrayBasedMapData(new GenericArrayData(names.toArray()), new GenericArrayData(values.toArray()));
        }
    }

    /** An object with known fields; others are passed over. */
    record Fields(List<String> names, List<JsonShape> shapes, List<Boolean> required, Map<String, Integer> index)
            implements JsonShape {
        @Override
        public @Nullable Object read(JsonParser json, Faults faults) throws IOException, JsonFault {
            if (!JsonShape.begins(json, JsonToken.START_OBJECT, "an object")) {
                return null;
            }
            @Nullable Object[] values = new @Nullable Object[names.size()];
            boolean[] seen = new boolean[values.length];
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                Integer field = index.get(name);
                json.nextToken();
                if (field == null) {
                    json.skipChildren();
                    continue;
                }
                if (seen[field]) {
                    values[field] = faulty(JsonFault.wrong("the field stands twice"), json, faults, name);
                    continue;
                }
                seen[field] = true;
                values[field] = nested(shapes.get(field), json, faults, name, 0);
            }
            for (int i = 0; i < values.length; i++) {
                if (required.get(i) && values[i] == null) {
                    faults.add(JsonFault.wrong("required, but missing"), names.get(i));
                }
            }
            return new GenericInternalRow(values);
        }
    }

    /** Whether a value begins as it should; false for null. */
    private static boolean begins(JsonParser json, JsonToken token, String what) throws JsonFault {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (json.currentToken() != token) {
            throw JsonFault.wrong("not " + what);
        }
        return true;
    }

    /** Half of a surrogate pair is no character and has no UTF-8. */
    private static UTF8String utf8(String text) throws JsonFault {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    throw JsonFault.wrong("half of a surrogate pair");
                }
                i++;
            }
        }
        return UTF8String.fromString(text);
    }
}
