package dev.sluice.spark.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** The input columns of a bad row, as read, as a JSON object. Used by one task. */
final class InputJson {
    /** How Spark writes typed columns: every one of them, and no digit lost. */
    static final Map<String, String> OPTIONS = Map.of(
            "ignoreNullFields", "false",
            "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
            "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private static final JsonFactory JSON = new JsonFactory();

    private final String[] columns;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    InputJson(String[] columns) {
        this.columns = columns;
    }

    UTF8String write(ArrayData values) {
        bytes.reset();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (int i = 0; i < columns.length; i++) {
                json.writeFieldName(columns[i]);
                if (values.isNullAt(i)) {
                    json.writeNull();
                } else {
                    json.writeString(values.getUTF8String(i).toString());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to memory", e);
        }
        return UTF8String.fromBytes(bytes.toByteArray());
    }
}
