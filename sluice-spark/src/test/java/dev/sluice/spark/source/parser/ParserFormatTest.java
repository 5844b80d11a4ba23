package dev.sluice.spark.source.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParserFormatTest {
    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: parsers\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/p.yaml"), """
                source:
                  files: "inbox/*"
                  format: pairs
                  columns: {id: {}, label: {aliases: [name, title]}}
                target: {table: t, columns: {id: {type: long, required: true}, label: string}}
                """);
    }

    private static PluginRegistry registry() {
        PluginRegistry builtIn = PluginRegistry.load(ParserFormatTest.class.getClassLoader());
        var formats = new ArrayList<>(builtIn.formats().values());
        formats.add(new PairsParser());
        return PluginRegistry.of(
                builtIn.converters().values(), builtIn.validators().values(), formats);
    }

    private Sluice open() {
        return Sluice.open(
                Project.open(folder, Optional.empty(), List.of(), Map.of(), registry()), LocalSpark.session());
    }

    /** What a run left. */
    private record Outcome(RunResult result, List<Row> bad, List<String> landed) {}

    private Outcome run() {
        try (Sluice sluice = open()) {
            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);
            List<Row> bad = sluice.quarantine("p", QuarantineFilter.ALL)
                    .orderBy("source_uri", "record_no")
                    .selectExpr(
                            "record_no",
                            "byte_offset",
                            "raw",
                            "concat_ws(' ', reasons.code)",
                            "concat_ws(' ', flatten(reasons.columns))",
                            "concat_ws('|', reasons.message)",
                            "quarantine_id")
                    .collectAsList();
            assertThat(result.rows().read())
                    .isEqualTo(result.rows().landed() + result.rows().quarantined());
            assertThat(bad).extracting(row -> row.getString(6)).doesNotHaveDuplicates();
            return new Outcome(
                    result,
                    bad,
                    sluice.query("select * from t order by 1").collectAsList().stream()
                            .map(Row::toString)
                            .toList());
        }
    }

    @Test
    void recordsOfAParserLandAndWhatItThrowsIsTheRecordsReason() throws IOException {
        Files.writeString(folder.resolve("inbox/a.txt"), """
                id=1;name=x
                id=2;title=y;name=z;more=m
                throw
                id=x;label=q
                deep
                id=3;label
                short;id=4
                code
                id=5;label=a\0b
                id=6
                """);

        Outcome outcome = run();

        assertThat(outcome.landed()).containsExactly("[1,x]", "[2,z]", "[6,null]");
        assertThat(outcome.bad())
                .extracting(
                        row -> row.getLong(0),
                        row -> row.getLong(1),
                        row -> row.getString(2),
                        row -> row.getString(3),
                        row -> row.getString(4))
                .containsExactly(
                        tuple(3L, 39L, "throw", "PLUGIN_FAILED", ""),
                        tuple(4L, 45L, "id=x;label=q", "NOT_AN_INTEGER", "id"),
                        tuple(5L, 58L, "deep", "PLUGIN_FAILED", ""),
                        tuple(6L, 63L, "id=3;label", "UNDECODABLE", "label"),
                        tuple(7L, 74L, "short;id=4", "SHORT_ROW", ""),
                        tuple(8L, 85L, "code", "PLUGIN_FAILED", ""),
                        tuple(9L, 90L, "id=5;label=a\0b", "NUL_BYTE", "label"));
        assertThat(outcome.bad().get(0).getString(5))
                .isEqualTo("java.lang.IllegalStateException: cannot stand it (plug-in 'pairs')");
        assertThat(outcome.result().reasons()).anySatisfy(reason -> {
            assertThat(reason.code()).isEqualTo("PLUGIN_FAILED");
            assertThat(reason.rows()).isEqualTo(3);
        });
    }

    @Test
    void fileThatCannotBeReadOnIsABadRecordAndTheOthersLand() throws IOException {
        Files.writeString(folder.resolve("inbox/a.txt"), "closed\nid=1\n");
        Files.writeString(folder.resolve("inbox/b.txt"), "id=2\nstop\nid=3\n");
        Files.writeString(folder.resolve("inbox/c.txt"), "id=4\nend\nid=5\n");
        Files.writeString(folder.resolve("inbox/d.txt"), "");

        Outcome outcome = run();

        assertThat(outcome.landed()).containsExactly("[2,null]", "[4,null]");
        assertThat(outcome.bad())
                .extracting(row -> row.getLong(0), row -> row.getString(3))
                .containsExactly(tuple(1L, "CORRUPT_FILE"), tuple(2L, "CORRUPT_FILE"));
        assertThat(outcome.bad().get(0).getString(5))
                .isEqualTo(
                        "java.io.IOException: the file is closed (plug-in 'pairs'); the file is not read from here on");
    }

    @Test
    void parserThatGoesOnWithoutGettingOnIsStopped() throws IOException {
        Files.writeString(folder.resolve("inbox/a.txt"), "loop\n".repeat(5000));

        Outcome outcome = run();

        assertThat(outcome.result().rows()).isEqualTo(new RowCounts(1000, 0, 1000, 0, 0));
        assertThat(outcome.bad().get(999).getString(3)).isEqualTo("CORRUPT_FILE");
    }

    @Test
    void compressedFilesAreUnpackedAndTruncationIsTold() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Random random = new Random(1);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 1000; i++) {
                gzip.write("id=%d;name=%x\n".formatted(i, random.nextLong()).getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(folder.resolve("inbox/a.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 10));
        Files.write(folder.resolve("inbox/b"), packed.toByteArray());

        Outcome outcome = run();

        assertThat(outcome.bad()).extracting(row -> row.getString(3)).contains("TRUNCATED_FILE");
        assertThat(outcome.landed()).hasSizeGreaterThan(1900);
    }

    @Test
    void quarantinedRecordIsParsedAgainInAReplay() throws IOException {
        Files.writeString(folder.resolve("inbox/a.txt"), "id=1;name=x\nid=y;name=y\n");
        run();
        Path pipeline = folder.resolve("pipelines/p.yaml");
        Files.writeString(
                pipeline,
                Files.readString(pipeline)
                        + "convert: [{type: derive, column: id, expression: \"coalesce(try_cast(id as int), 9)\"}]\n");

        try (Sluice sluice = open()) {
            assertThat(sluice.replay("p", QuarantineFilter.ALL, "ada", RunListener.SILENT)
                            .rows()
                            .landed())
                    .isEqualTo(1);
            assertThat(sluice.query("select * from t order by 1").collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[1,x]", "[9,y]");
        }
    }
}
