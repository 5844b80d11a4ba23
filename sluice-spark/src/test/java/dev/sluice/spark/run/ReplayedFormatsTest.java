package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of each kind of source is enough to read a quarantined record again. */
class ReplayedFormatsTest {
    private static final String ONE_FORM = "yyyy-MM-dd";
    private static final String TWO_FORMS = "yyyy-MM-dd, d.M.yyyy";

    @TempDir
    Path folder;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    private Sluice pipeline(String source, String columns, String formats) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/**, %s}
                target:
                  table: shop.orders
                  columns:
                    id:  long
                    day: {type: date, formats: [%s]}
                    %s
                """.formatted(source, formats, columns));
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void arrives(String file, String text) throws IOException {
        Path path = folder.resolve("inbox").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private RunResult replayed(String source, String columns) throws IOException {
        return replayed(source, source, columns);
    }

    /** Loads with one form of dates, and replays with two. */
    private RunResult replayed(String source, String later, String columns) throws IOException {
        try (Sluice sluice = pipeline(source, columns, ONE_FORM)) {
            sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        }
        try (Sluice sluice = pipeline(later, columns, TWO_FORMS)) {
            return sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);
        }
    }

    private List<String> landed() throws IOException {
        try (Sluice sluice = pipeline("format: csv", "", ONE_FORM)) {
            return sluice.query("select * from shop.orders order by id").collectAsList().stream()
                    .map(Row::toString)
                    .toList();
        }
    }

    @Test
    void recordsWithinJsonDocumentsAreReadWithoutTheirDocument() throws IOException {
        arrives(
                "a.json",
                "{\"data\": {\"items\": [{\"id\": 1, \"day\": \"2024-01-01\"}, {\"id\": 2, \"day\": \"2.1.2024\"}]}}");
        arrives("b.json", "{\"data\": {\"id\": 3, \"day\": \"3.1.2024\"}}");

        assertThat(replayed("format: json, options: {records: '$.data.items[*]'}", "")
                        .rows())
                .isEqualTo(new RowCounts(1, 1, 0, 0, 0));
        assertThat(landed()).containsExactly("[1,2024-01-01]", "[2,2024-01-02]");
    }

    @Test
    void recordsThatNeedTheObjectsAroundThemAreNotReplayed() throws IOException {
        arrives("a.json", "{\"shop\": \"x\", \"items\": [{\"id\": 2, \"day\": \"2.1.2024\"}]}");

        assertThatThrownBy(() -> replayed(
                        "format: json, options: {records: '$.items[*]', parents: {shop: '$.shop'}}", "shop: string"))
                .hasMessageContaining("keeps no records that tell all");
    }

    @Test
    void recordsWithinXmlDocumentsAreReadWithoutTheirDocument() throws IOException {
        arrives(
                "a.xml",
                "<all><row><id>1</id><day>2024-01-01</day></row><row><id>2</id><day>2.1.2024</day></row></all>");

        assertThat(replayed("format: xml, options: {rowTag: row}", "").rows()).isEqualTo(new RowCounts(1, 1, 0, 0, 0));
        assertThat(landed()).containsExactly("[1,2024-01-01]", "[2,2024-01-02]");
    }

    @Test
    void columnsThatFoldersNameAreThereAgain() throws IOException {
        arrives("country=de/a.csv", "id,day\n1,2024-01-01\n2,2.1.2024\n");
        arrives("b.csv", "id,day\n3,3.1.2024\n");

        assertThat(replayed("format: csv, partitions: [country]", "country: string")
                        .rows())
                .isEqualTo(new RowCounts(2, 1, 1, 0, 0));
        assertThat(landed()).containsExactly("[1,2024-01-01,de]", "[2,2024-01-02,de]");
    }

    @Test
    void columnsThatTheTargetTookOverFromTheSourceAreFilled() throws IOException {
        arrives("a.csv", "id,day,note\n1,2024-01-01,x\n2,2.1.2024,y\n");

        replayed("format: csv, drift: evolve", "");

        assertThat(landed()).containsExactly("[1,2024-01-01,x]", "[2,2024-01-02,y]");
    }

    @Test
    void recordsThatDriftedStayUntilThePolicyIsAnother() throws IOException {
        String strict = "format: csv, drift: quarantine, columns: {id: , day: }";
        arrives("a.csv", "id,day,note\n1,2024-01-01,x\n");

        assertThat(replayed(strict, "").rows()).isEqualTo(new RowCounts(1, 0, 1, 0, 0));
        assertThat(landed()).isEmpty();
        try (Sluice sluice = pipeline(strict.replace("quarantine", "warn"), "", ONE_FORM)) {
            sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);
        }
        assertThat(landed()).containsExactly("[1,2024-01-01]");
    }

    @Test
    void recordsWhoseHeaderIsNotKnownAreLeftAlone() throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve("inbox/a.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("x.csv"));
            zip.write("id,day\n2,2.1.2024\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("y.csv"));
            zip.write("day,id\n3.1.2024,3\n".getBytes(StandardCharsets.UTF_8));
        }
        arrives("b.csv", "id,day\n4,4.1.2024\n");

        RunResult result = replayed("format: csv", "");

        assertThat(result.rows()).isEqualTo(new RowCounts(1, 1, 0, 0, 0));
        assertThat(result.warnings()).anyMatch(warning -> warning.startsWith("2 rows were left"));
        assertThat(landed()).containsExactly("[4,2024-01-04]");
    }
}
