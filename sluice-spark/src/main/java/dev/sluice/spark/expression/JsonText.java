package dev.sluice.spark.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.sluice.api.row.RowReasons;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.TypeParser;
import dev.sluice.spark.expression.JsonShape.Faults;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A JSON text as a struct, array or map. Depth is limited; numbers have at most 1,000 digits. */
final class JsonText implements ValueFunction.ToObject {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_TEXT = 256 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .build();

    private final String type;
    private final List<String> formats;
    private final ZoneId zone;
    private transient JsonShape shape;

    JsonText(ColumnType type, List<String> formats, ZoneId zone) {
        this.type = type.toString();
        this.formats = List.copyOf(formats);
        this.zone = zone;
        this.shape = shape(type);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        shape = shape(TypeParser.parse(type));
    }

    private JsonShape shape(ColumnType of) {
        if (of instanceof ColumnType.Array array) {
            return new JsonShape.Elements(shape(array.element()));
        }
        if (of instanceof ColumnType.MapType map) {
            return new JsonShape.Entries(scalar(map.key()), shape(map.value()));
        }
        if (of instanceof ColumnType.Struct struct) {
            Map<String, Integer> index = new HashMap<>();
            struct.fields().forEach(field -> index.put(field.name(), index.size()));
            return new JsonShape.Fields(
                    struct.fields().stream().map(ColumnType.Field::name).toList(),
                    struct.fields().stream().map(field -> shape(field.type())).toList(),
                    struct.fields().stream().map(ColumnType.Field::required).toList(),
                    Map.copyOf(index));
        }
        return new JsonShape.Scalar(of, scalar(of));
    }

    private JsonShape.TextFunction scalar(ColumnType of) {
        ValueFunction function = TargetCast.textFunction(of, formats, zone);
        return function == null ? text -> text : text -> Call.value(function, SparkTypes.of(of), text);
    }

    @Override
    public @Nullable Object apply(UTF8String text) {
        try {
            return read(text, Faults.FIRST);
        } catch (JsonFault fault) {
            return null;
        }
    }

    private Object read(UTF8String text, Faults faults) throws JsonFault {
        try (JsonParser json = JSON.createParser(text.getBytes())) {
            if (json.nextToken() == null) {
                throw JsonFault.syntax("there is no JSON");
            }
            Object value = shape.read(json, faults);
            if (json.nextToken() != null) {
                throw JsonFault.syntax("more stands behind the value");
            }
            if (value == null) {
                throw JsonFault.wrong("null is no " + type);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw JsonFault.syntax(String.valueOf(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read bytes of a text", e);
        }
    }

    /** Tells of a text that has no value why: its reason code, or where and what. */
    record Fault(JsonText json, boolean code) implements ValueFunction.ToObject {
        @Override
        public @Nullable Object apply(UTF8String text) {
            try {
                json.read(text, Faults.FIRST);
                return null;
            } catch (JsonFault fault) {
                return UTF8String.fromString(code ? fault.code().name() : fault.text());
            }
        }
    }

    /**
     * All reasons why a text has no value, each with the path of the nested value that it concerns: an array of
     * {@link GivenReason#TYPE}. Null for texts that have one.
     *
     * @param column the target's, with which paths begin
     * @param shown how messages call its type
     */
    record Reasons(JsonText json, String column, String shown) implements ValueFunction.ToObject {
        @Override
        public @Nullable Object apply(UTF8String text) {
            Found found = new Found("", new ArrayList<>());
            try {
                json.read(text, found);
            } catch (JsonFault fault) {
                // Of what cannot be read to its end no part can be judged.
                found.faults.clear();
                found.faults.add(fault);
            }
            Object[] reasons =
                    found.faults.stream().map(fault -> reason(fault, text)).toArray();
            return reasons.length == 0 ? null : new GenericArrayData(reasons);
        }

        private GenericInternalRow reason(JsonFault fault, UTF8String text) {
            String path = fault.path();
            String join = path.isEmpty() || path.startsWith("[") ? "" : ".";
            return new GenericInternalRow(new Object[] {
                UTF8String.fromString(fault.code().name()),
                UTF8String.fromString(column + join + path),
                path.isEmpty() ? text : UTF8String.fromString(fault.value()),
                UTF8String.fromString(
                        path.isEmpty()
                                ? "the text cannot be read as %s: %s".formatted(shown, fault.reason())
                                : fault.reason())
            });
        }
    }

    /** Gathers faults, as many as a row may have of one step. */
    private record Found(String path, List<JsonFault> faults) implements Faults {
        @Override
        public void add(JsonFault fault, String step) {
            if (faults.size() < RowReasons.MOST) {
                JsonFault here = fault.in(step);
                faults.add(path.isEmpty() ? here : here.in(path));
            }
        }

        @Override
        public Faults in(String step) {
            return new Found(path.isEmpty() ? step : path + (step.startsWith("[") ? "" : ".") + step, faults);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonText text
                && type.equals(text.type)
                && formats.equals(text.formats)
                && zone.equals(text.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, formats, zone);
    }

    @Override
    public String toString() {
        return "JsonText(" + type + ")";
    }
}
