package dev.sluice.spark.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.Stage;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.TableName;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.ContentFileParser;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.util.JsonUtil;

/**
 * A prepared run as text: gzipped lines of JSON. First a header; then, for each file, the mark of its table and the file;
 * in the end the number of lines and a SHA-256 over them, so that a torn file is seen.
 */
public final class CommitFile {
    private static final int VERSION = 1;
    private static final int NEWEST = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CommitFile() {}

    /** @param specs the partition specs of a table, by id */
    static byte[] toBytes(PreparedRun run, Function<TableName, Map<Integer, PartitionSpec>> specs) {
        MessageDigest digest = sha256();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8)) {
            writeLine(out, digest, header(run).toString());
            long lines = 1;
            for (Map.Entry<Mark, TableFiles> marked : marked(run).entrySet()) {
                TableFiles files = marked.getValue();
                Map<Integer, PartitionSpec> specsById = specs.apply(files.table());
                for (DataFile file : files.files()) {
                    PartitionSpec spec = specsById.get(file.specId());
                    if (spec == null) {
                        throw new IllegalStateException("Cannot find partition spec " + file.specId());
                    }
                    writeLine(out, digest, marked.getKey().letter + ContentFileParser.toJson(file, spec));
                    lines++;
                }
            }
            out.write("end %d %s\n".formatted(lines, HexFormat.of().formatHex(digest.digest())));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Of which table a line or an entry of the header is. */
    private enum Mark {
        TARGET,
        QUARANTINE,
        HISTORY,
        FIXES;

        private final String key = name().toLowerCase(Locale.ROOT);
        private final String letter = key.substring(0, 1);
    }

    private static Map<Mark, TableFiles> marked(PreparedRun run) {
        Map<Mark, TableFiles> marked = new EnumMap<>(Mark.class);
        marked.put(Mark.TARGET, run.target());
        marked.put(Mark.QUARANTINE, run.quarantine());
        run.history().ifPresent(history -> marked.put(Mark.HISTORY, history));
        run.fixes().ifPresent(fixes -> marked.put(Mark.FIXES, fixes));
        return marked;
    }

    private static void writeLine(Writer out, MessageDigest digest, String line) throws IOException {
        out.write(line);
        out.write('\n');
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static ObjectNode header(PreparedRun run) {
        ObjectNode header = JSON.createObjectNode();
        // Who does not know of replaced rows must not take them for added ones.
        header.put("version", run.replaced().map(ReplacedText::version).orElse(VERSION));
        header.put("runId", run.runId()).put("batchId", run.batchId()).put("pipeline", run.pipeline());
        header.put("fingerprint", run.fingerprint()).put("inputFingerprint", run.inputFingerprint());
        header.put("createdMillis", run.createdMillis());
        RowCounts rows = run.rows();
        header.putObject("rows")
                .put("read", rows.read())
                .put("landed", rows.landed())
                .put("quarantined", rows.quarantined())
                .put("filtered", rows.filtered())
                .put("deferred", rows.deferred());
        ArrayNode reasons = header.putArray("reasons");
        for (ReasonCount reason : run.reasons()) {
            reasons.addObject()
                    .put("stage", reason.stage().word())
                    .put("code", reason.code())
                    .put("rule", reason.rule())
                    .put("column", reason.column())
                    .put("rows", reason.rows());
        }
        marked(run).forEach((mark, files) -> table(header.putObject(mark.key), files));
        header.set("properties", JSON.valueToTree(run.properties()));
        run.held().ifPresent(why -> header.put("held", why));
        run.replaced().ifPresent(replaced -> ReplacedText.write(replaced, header.putObject("replaced")));
        return header;
    }

    private static void table(ObjectNode node, TableFiles files) {
        node.put("namespace", files.table().namespace());
        node.put("name", files.table().name());
        node.put("uuid", files.uuid().toString());
    }

    /**
     * Reads the text back.
     *
     * @param source how the file is called in errors
     * @throws SluiceException {@code COMMIT_FILE_UNREADABLE} if it is torn or not a commit file
     */
    static PreparedRun parse(byte[] bytes, String source, Function<TableName, Map<Integer, PartitionSpec>> specs) {
        List<String> lines = lines(bytes, source);
        try {
            JsonNode header = JSON.readTree(lines.get(0));
            int version = header.path("version").asInt();
            if (version < VERSION || version > NEWEST) {
                throw damaged(source, "version " + header.path("version") + " is not known", null);
            }
            Map<Mark, TableFiles> marked = new EnumMap<>(Mark.class);
            for (Mark mark : Mark.values()) {
                if (header.has(mark.key)) {
                    marked.put(mark, files(header.path(mark.key), mark, lines, specs));
                }
            }
            return run(header, marked);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            throw damaged(source, String.valueOf(e.getMessage()), e);
        }
    }

    private static PreparedRun run(JsonNode header, Map<Mark, TableFiles> marked) {
        JsonNode rows = header.path("rows");
        List<ReasonCount> reasons = new ArrayList<>();
        for (JsonNode reason : header.path("reasons")) {
            reasons.add(new ReasonCount(
                    Stage.valueOf(reason.path("stage").asText().toUpperCase(Locale.ROOT)),
                    reason.path("code").asText(),
                    reason.path("rule").asText(),
                    reason.path("column").isTextual() ? reason.path("column").asText() : null,
                    reason.path("rows").asLong()));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        header.path("properties")
                .properties()
                .forEach(p -> properties.put(p.getKey(), p.getValue().asText()));
        return new PreparedRun(
                header.path("runId").asText(),
                header.path("batchId").asText(),
                header.path("pipeline").asText(),
                header.path("fingerprint").asText(),
                header.path("inputFingerprint").asText(),
                header.path("createdMillis").asLong(),
                new RowCounts(
                        rows.path("read").asLong(),
                        rows.path("landed").asLong(),
                        rows.path("quarantined").asLong(),
                        rows.path("filtered").asLong(),
                        rows.path("deferred").asLong()),
                reasons,
                required(marked, Mark.TARGET),
                required(marked, Mark.QUARANTINE),
                properties,
                header.path("held").isTextual()
                        ? Optional.of(header.path("held").asText())
                        : Optional.empty(),
                Optional.ofNullable(marked.get(Mark.HISTORY)),
                Optional.ofNullable(marked.get(Mark.FIXES)),
                PreparedRun.BatchFacts.NONE,
                header.has("replaced") ? Optional.of(ReplacedText.read(header.path("replaced"))) : Optional.empty());
    }

    private static TableFiles required(Map<Mark, TableFiles> marked, Mark mark) {
        TableFiles files = marked.get(mark);
        if (files == null) {
            throw new IllegalArgumentException("its header has no " + mark.key);
        }
        return files;
    }

    private static TableFiles files(
            JsonNode table, Mark mark, List<String> all, Function<TableName, Map<Integer, PartitionSpec>> specs) {
        List<String> lines =
                all.stream().filter(line -> line.startsWith(mark.letter)).toList();
        TableName name = new TableName(
                table.path("namespace").asText(), table.path("name").asText());
        Map<Integer, PartitionSpec> specsById = lines.isEmpty() ? Map.of() : specs.apply(name);
        List<DataFile> files = new ArrayList<>(lines.size());
        for (String line : lines) {
            files.add(
                    JsonUtil.parse(line.substring(1), node -> (DataFile) ContentFileParser.fromJson(node, specsById)));
        }
        return new TableFiles(name, UUID.fromString(table.path("uuid").asText()), files);
    }

    /** All lines but the last, which has been checked. */
    private static List<String> lines(byte[] bytes, String source) {
        MessageDigest digest = sha256();
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw damaged(source, String.valueOf(e.getMessage()), e);
        }
        if (lines.isEmpty()) {
            throw damaged(source, "it is empty", null);
        }
        String last = lines.remove(lines.size() - 1);
        for (String line : lines) {
            digest.update(line.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        if (!last.equals("end %d %s".formatted(lines.size(), HexFormat.of().formatHex(digest.digest())))) {
            throw damaged(source, "its end is missing or its checksum differs", null);
        }
        return lines;
    }

    private static SluiceException damaged(
            String source, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new SluiceException(
                ErrorCode.COMMIT_FILE_UNREADABLE, "Cannot read commit file %s: %s".formatted(source, why), cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
