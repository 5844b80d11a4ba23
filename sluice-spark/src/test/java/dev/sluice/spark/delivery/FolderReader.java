package dev.sluice.spark.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A consumer of a folder of CSV as any program could be: pointer, manifest, files. */
record FolderReader(Path folder) implements StateReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    JsonNode pointer() throws IOException {
        return JSON.readTree(folder.resolve("current.json").toFile());
    }

    JsonNode manifest() throws IOException {
        return JSON.readTree(folder.resolve(pointer().get("manifest").asText()).toFile());
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode file : manifest().get("files")) {
            Path path = folder.resolve(file.get("path").asText());
            if (Files.size(path) != file.get("bytes").asLong()) {
                lines.add("torn file " + path);
            }
            List<String> all = Files.readAllLines(path);
            lines.addAll(all.subList(Math.min(1, all.size()), all.size()));
        }
        return lines;
    }

    @Override
    public State read() throws IOException {
        if (!Files.exists(folder.resolve("current.json"))) {
            return State.NONE;
        }
        List<String> lines = lines();
        return State.of(lines.stream().map(line -> line.split(",", 3)[1]).toList());
    }
}
