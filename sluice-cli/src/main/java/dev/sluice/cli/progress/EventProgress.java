package dev.sluice.cli.progress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;

/** One JSON object a line, for programs. */
public final class EventProgress implements Progress {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintStream err;
    private final Clock clock;

    public EventProgress(PrintStream err, Clock clock) {
        this.err = err;
        this.clock = clock;
    }

    @Override
    public void step(String name, String detail) {
        print("step", json -> {
            json.writeStringField("name", name);
            json.writeStringField("detail", detail);
        });
    }

    @Override
    public void progress(int tasksDone, int tasksTotal, long recordsRead) {
        print("progress", json -> {
            json.writeNumberField("tasksDone", tasksDone);
            json.writeNumberField("tasksTotal", tasksTotal);
            json.writeNumberField("recordsRead", recordsRead);
        });
    }

    @Override
    public void pause() {}

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private synchronized void print(String event, Fields fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("schemaVersion", 1);
            json.writeStringField("at", clock.instant().toString());
            json.writeStringField("event", event);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        err.println(line);
    }
}
