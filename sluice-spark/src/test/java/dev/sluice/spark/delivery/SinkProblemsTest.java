package dev.sluice.spark.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with sinks and connections is known without data, with its place. */
class SinkProblemsTest {
    @TempDir
    Path folder;

    @Test
    void sinksThatCannotBe() throws IOException {
        write("sluice.yaml", """
                name: shop
                connections:
                  reports: {url: "jdbc:sqlite:reports.db"}
                """);
        pipeline("""
                  - {type: folder, path: a, format: csv}
                  - {type: folder, pathh: b}
                  - {type: fodler, path: c}
                  - {type: jdbc, connection: report, table: orders}
                  - {type: jdbc, connection: reports, table: orders, mode: upsert}
                  - {type: jdbc, connection: reports, table: orders2, mode: upsert, keys: [idd]}
                  - {type: jdbc, connection: reports, table: orders3, mode: swap}
                  - {type: folder, path: b}
                  - {type: folder, path: a}
                """);

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "SINK_INVALID 9:5 csv cannot hold the column 'tags' of type array<string>",
                        "UNKNOWN_KEY 10:20 unknown key 'pathh' in folder",
                        "MISSING_KEY 10:5 'path' is missing in folder",
                        "UNKNOWN_PLUGIN 11:12 unknown sink 'fodler'",
                        "SINK_INVALID 12:5 a table of a database cannot hold the column 'tags' of type array<string>",
                        "UNKNOWN_CONNECTION 12:30 unknown connection 'report'",
                        "SINK_INVALID 13:60 mode upsert needs 'keys', the columns that tell which row is meant",
                        "SINK_INVALID 14:5 a table of a database cannot hold the column 'tags' of type array<string>",
                        "SINK_INVALID 14:75 the target has no column 'idd'",
                        "UNKNOWN_WORD 15:61 jdbc.mode must be one of replace, upsert, not 'swap'",
                        "SINK_INVALID 17:5 the sink 'folder' delivers to a already");
    }

    @Test
    void connectionsThatAreNotAllowed() throws IOException {
        write("sluice.yaml", """
                name: shop
                connections:
                  a: {url: "jdbc:postgresql://db/reports?socketFactory=evil.Factory"}
                  b: {url: "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'x'"}
                  c: {url: "jdbc:postgresql://db/reports", properties: {socketFactory: evil.Factory}}
                  d: {url: "jdbc:sqlite:file:x.db?enable_load_extension=true"}
                  e: {url: "jdbc:sqlite:x.db", properties: {enable_load_extension: "true"}}
                  f: {user: me}
                  g: {url: "jdbc:postgresql://db:5433/reports", user: me, password: "${secret:X}", properties: {sslmode: require}}
                """);
        pipeline("  []\n");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "CONNECTION_INVALID 3:13 the URL is neither one of PostgreSQL nor one of SQLite, or has parameters",
                        "CONNECTION_INVALID 4:13 the URL is neither one of PostgreSQL nor one of SQLite, or has parameters",
                        "CONNECTION_INVALID 5:57 the property 'socketFactory' is not allowed",
                        "CONNECTION_INVALID 6:13 the URL is neither one of PostgreSQL nor one of SQLite, or has parameters",
                        "CONNECTION_INVALID 7:45 the property 'enable_load_extension' is not allowed",
                        "MISSING_KEY 8:3 'url' is missing in the connection 'f'");
    }

    @Test
    void sinksAreNoPartOfTheFingerprint() throws IOException {
        write("sluice.yaml", "name: shop\n");
        pipeline("  []\n");
        String without = open().pipeline("orders").fingerprint();
        pipeline("  - {type: folder, path: a}\n");

        assertThat(open().pipeline("orders").fingerprint()).isEqualTo(without);
    }

    private Project open() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    private List<String> problems() {
        SluiceException thrown = catchThrowableOfType(SluiceException.class, () -> {
            Object ignored = open().pipeline("orders");
        });
        return thrown.problems().stream().map(SinkProblemsTest::line).toList();
    }

    private static String line(Problem problem) {
        Location at = problem.location();
        return "%s %s %s"
                .formatted(
                        problem.code(),
                        at == null ? "-" : "%d:%d".formatted(at.line(), at.column()),
                        problem.message());
    }

    private void pipeline(String sinks) throws IOException {
        write("pipelines/orders.yaml", """
                pipeline: orders
                source: {files: inbox/*.jsonl, format: jsonl}
                target:
                  table: shop.orders
                  columns:
                    id: {type: long, required: true}
                    tags: array<string>
                sinks:
                """ + sinks);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }
}
