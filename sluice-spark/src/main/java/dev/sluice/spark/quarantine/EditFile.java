package dev.sluice.spark.quarantine;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.csv.CsvDialect;
import dev.sluice.spark.source.text.ByteWindow;
import dev.sluice.spark.source.text.FileHead;
import dev.sluice.spark.source.text.ReadColumns;
import dev.sluice.spark.source.text.RecordReader;
import dev.sluice.spark.source.text.TextRecord;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Quarantined rows in a file, for somebody to correct by hand: CSV or, by its name, JSON. In CSV a cell that a spreadsheet
 * would take for a formula has an apostrophe before it, and so has one that begins with an apostrophe; reading takes it away.
 */
public final class EditFile {
    /** What {@link #write} writes, in this order. */
    public static final List<String> COLUMNS =
            List.of("quarantine_id", "attempt", "source_uri", "record_no", "reasons", "raw");

    private static final String FORMULA_STARTS = "=+-@\t\r'";
    private static final ObjectMapper JSON = new ObjectMapper();

    private EditFile() {}

    private static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /**
     * Writes rows with the columns of {@link #COLUMNS} to a new file.
     *
     * @return how many
     * @throws SluiceException {@code FILE_UNWRITABLE}, also where the file exists
     */
    public static long write(Path file, Iterator<Row> rows) {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
            return isJson(file) ? writeJson(out, rows) : writeCsv(out, rows);
        } catch (IOException e) {
            throw new SluiceException(ErrorCode.FILE_UNWRITABLE, "Cannot write %s: %s".formatted(file, e), e);
        }
    }

    private static long writeCsv(Writer out, Iterator<Row> rows) throws IOException {
        out.write(String.join(",", COLUMNS) + "\r\n");
        long count = 0;
        for (; rows.hasNext(); count++) {
            Row row = rows.next();
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < COLUMNS.size(); i++) {
                line.append(i == 0 ? "" : ",").append(cell(row.isNullAt(i) ? "" : String.valueOf(row.get(i))));
            }
            out.write(line.append("\r\n").toString());
        }
        return count;
    }

    static String cell(String text) {
        boolean guarded = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
        return '"' + ((guarded ? "'" : "") + text).replace("\"", "\"\"") + '"';
    }

    private static long writeJson(Writer out, Iterator<Row> rows) throws IOException {
        long count = 0;
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (; rows.hasNext(); count++) {
                Row row = rows.next();
                json.writeStartObject();
                for (int i = 0; i < COLUMNS.size(); i++) {
                    json.writeFieldName(COLUMNS.get(i));
                    json.writePOJO(row.get(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return count;
    }

    /**
     * The corrections of a file that {@link #write} wrote; only {@code quarantine_id}, {@code attempt} and {@code raw} are
     * looked at.
     *
     * @throws SluiceException {@code INVALID_EDIT}
     */
    public static List<Correction> read(Path file) {
        try {
            List<Correction> corrections = isJson(file) ? readJson(file) : readCsv(file);
            Set<String> seen = new HashSet<>();
            for (Correction correction : corrections) {
                if (!seen.add(correction.quarantineId())) {
                    throw invalid(file, "row %s stands twice".formatted(correction.quarantineId()));
                }
            }
            return corrections;
        } catch (IOException e) {
            throw new SluiceException(ErrorCode.INVALID_EDIT, "Cannot read %s: %s".formatted(file, e), e);
        }
    }

    private static List<Correction> readJson(Path file) throws IOException {
        List<Correction> corrections = new ArrayList<>();
        for (JsonNode row : JSON.readTree(Files.readString(file))) {
            corrections.add(correction(
                    file,
                    row.path("quarantine_id").asText(null),
                    row.path("attempt").asText(null),
                    row.path("raw").asText(null)));
        }
        return corrections;
    }

    private static List<Correction> readCsv(Path file) throws IOException {
        List<SourceColumn> columns = List.of(
                new SourceColumn("quarantine_id", List.of(), true, null),
                new SourceColumn("attempt", List.of(), true, null),
                new SourceColumn("raw", List.of(), true, null));
        List<Correction> corrections = new ArrayList<>();
        try (RecordReader reader =
                CsvDialect.USUAL.reader(ByteWindow.of(Files.newInputStream(file)), ReadColumns.all(columns))) {
            FileHead head = reader.readHead();
            if (head.problem() != null) {
                throw invalid(file, head.problem().message());
            }
            while (reader.next()) {
                TextRecord record = reader.record();
                if (!record.problems().isEmpty()) {
                    throw invalid(
                            file,
                            "record %d: %s"
                                    .formatted(
                                            record.number(),
                                            record.problems().get(0).message()));
                }
                corrections.add(correction(file, plain(record.text(0)), plain(record.text(1)), plain(record.text(2))));
            }
        }
        return corrections;
    }

    private static @Nullable String plain(@Nullable String cell) {
        boolean guarded = cell != null
                && cell.length() > 1
                && cell.charAt(0) == '\''
                && FORMULA_STARTS.indexOf(cell.charAt(1)) >= 0;
        return cell != null && guarded ? cell.substring(1) : cell;
    }

    private static Correction correction(
            Path file, @Nullable String id, @Nullable String attempt, @Nullable String raw) {
        if (id == null || attempt == null || raw == null || !attempt.matches("\\d{1,9}")) {
            throw invalid(file, "a row lacks quarantine_id, attempt or raw");
        }
        return new Correction(id, Integer.parseInt(attempt), raw);
    }

    private static SluiceException invalid(Path file, String why) {
        return new SluiceException(ErrorCode.INVALID_EDIT, "Cannot use the corrections in %s: %s".formatted(file, why));
    }
}
