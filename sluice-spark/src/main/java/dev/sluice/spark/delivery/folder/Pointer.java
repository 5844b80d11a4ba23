package dev.sluice.spark.delivery.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.sink.SinkState;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code current.json} says: which state readers see, and which earlier ones are still there for those amid them.
 *
 * @param owner who delivers here
 */
record Pointer(String owner, String format, SinkState state, List<Replaced> replaced) {
    static final String FILE = "current.json";
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** A state that readers do not see any more, and since when. */
    record Replaced(String id, Instant at) {}

    Pointer {
        replaced = List.copyOf(replaced);
    }

    static String data(String id) {
        return "data/" + id;
    }

    static String manifest(String id) {
        return "manifests/" + id + ".json";
    }

    byte[] toBytes() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        root.put("owner", owner);
        root.put("format", format);
        root.put("data", data(state.id()));
        root.put("manifest", manifest(state.id()));
        put(root, state);
        ArrayNode list = root.putArray("replaced");
        replaced.forEach(
                old -> list.addObject().put("id", old.id()).put("at", old.at().toString()));
        return JSON.writeValueAsBytes(root);
    }

    /** @throws IOException if it is no such text */
    static Pointer read(byte[] content) throws IOException {
        JsonNode root = JSON.readTree(content);
        if (root.path("version").asInt() != VERSION) {
            throw new IOException("%s is none that this Sluice can read".formatted(FILE));
        }
        try {
            List<Replaced> replaced = new ArrayList<>();
            for (JsonNode old : root.path("replaced")) {
                replaced.add(new Replaced(text(old, "id"), Instant.parse(text(old, "at"))));
            }
            return new Pointer(
                    text(root, "owner"),
                    text(root, "format"),
                    new SinkState(
                            text(root, "delivery"),
                            text(root, "table"),
                            root.path("snapshot").asLong(),
                            root.path("rows").asLong(),
                            text(root, "checksum"),
                            Instant.parse(text(root, "deliveredAt"))),
                    replaced);
        } catch (DateTimeParseException e) {
            throw new IOException("%s has a time that cannot be read".formatted(FILE), e);
        }
    }

    /** The manifest: the state, and its files, all that belong to it. */
    static byte[] manifest(SinkState state, String format, List<SinkFiles.Sized> files) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        root.put("format", format);
        put(root, state);
        ArrayNode list = root.putArray("files");
        files.forEach(file -> list.addObject()
                .put("path", data(state.id()) + "/" + file.name())
                .put("bytes", file.bytes()));
        return JSON.writeValueAsBytes(root);
    }

    private static void put(ObjectNode root, SinkState state) {
        root.put("delivery", state.id());
        root.put("table", state.table());
        root.put("snapshot", state.snapshot());
        root.put("rows", state.rows());
        root.put("checksum", state.checksum());
        root.put("deliveredAt", state.at().toString());
    }

    private static String text(JsonNode node, String key) throws IOException {
        JsonNode value = node.get(key);
        if (value == null || !value.isTextual()) {
            throw new IOException("%s has no '%s'".formatted(FILE, key));
        }
        return value.asText();
    }
}
