package dev.sluice.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes results as one JSON object with {@code schemaVersion}, value after value, holding no more than one row. */
public final class JsonOutput {
    /** Grows when a key is taken away or changes its meaning. */
    public static final int SCHEMA_VERSION = 1;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(com.fasterxml.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private JsonOutput() {}

    /** Writes the fields of the object. */
    @FunctionalInterface
    public interface Body {
        void write(Fields fields) throws IOException;
    }

    /** One object; {@code schemaVersion} is its first field. */
    public static void print(PrintStream out, Body body) {
        DefaultPrettyPrinter pretty = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setPrettyPrinter(pretty);
            json.writeStartObject();
            json.writeNumberField("schemaVersion", SCHEMA_VERSION);
            body.write(new Fields(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the result", e);
        }
        out.println();
        out.flush();
    }

    /** As {@link #print(PrintStream, Body)}, in one line: for results that come one by one. */
    public static void line(PrintStream out, Body body) {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", SCHEMA_VERSION);
            body.write(new Fields(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the result", e);
        }
        out.println();
        out.flush();
    }

    /** {@code {"columns": [{name, type}], "rows": [{...}]}}. */
    public static void print(PrintStream out, ResultRows result) {
        print(out, fields -> {
            fields.array("columns", result.columns(), (column, item) -> {
                item.value("name", column.name());
                item.value("type", column.type());
            });
            fields.rows("rows", result);
        });
    }

    /** The fields of one object. */
    public static final class Fields {
        private final JsonGenerator json;

        private Fields(JsonGenerator json) {
            this.json = json;
        }

        /** Null, text, boolean, number, list or map. */
        public void value(String name, @Nullable Object value) throws IOException {
            json.writeFieldName(name);
            Values.write(json, value);
        }

        public void object(String name, Body body) throws IOException {
            json.writeObjectFieldStart(name);
            body.write(this);
            json.writeEndObject();
        }

        public <T> void array(String name, List<T> items, Item<T> item) throws IOException {
            json.writeArrayFieldStart(name);
            for (T each : items) {
                json.writeStartObject();
                item.write(each, this);
                json.writeEndObject();
            }
            json.writeEndArray();
        }

        /** Each row is an object with a field for each column. */
        public void rows(String name, ResultRows result) throws IOException {
            json.writeArrayFieldStart(name);
            while (result.rows().hasNext()) {
                List<@Nullable Object> row = result.rows().next();
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    value(result.columns().get(i).name(), row.get(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /** Writes the fields of one item. */
    @FunctionalInterface
    public interface Item<T> {
        void write(T item, Fields fields) throws IOException;
    }
}
