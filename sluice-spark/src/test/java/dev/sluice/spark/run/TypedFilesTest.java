package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.source.typed.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and differing files with types: what can be read lands, what cannot has one reason, the others load. */
class TypedFilesTest {
    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private RunResult run(String format, String source) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                source: {files: ["inbox/*.%1$s", "inbox/**/*.%1$s"], format: %1$s%2$s}
                target:
                  table: shop.orders
                  columns: {id: {type: long, required: true}, name: string, note: string}
                """.formatted(format, source));
        if (sluice != null) {
            sluice.close();
        }
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve("inbox").resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(file(name), bytes);
    }

    private static List<String> reasons(RunResult result) {
        return result.reasons().stream()
                .map(ReasonCount::code)
                .distinct()
                .sorted()
                .toList();
    }

    private List<Long> landedIds() {
        return sluice.query("select id from shop.orders order by id").collectAsList().stream()
                .map(row -> row.getLong(0))
                .toList();
    }

    private List<Row> quarantined() {
        return sluice.quarantine("orders", QuarantineFilter.ALL)
                .selectExpr("byte_offset", "record_no", "raw", "input", "reasons[0].code", "reasons[0].message")
                .orderBy("byte_offset")
                .collectAsList();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro", "orc"})
    void goodFileLandsWhole(String format) throws Exception {
        write("a." + format, SampleFiles.of(format, 0, 1000));

        RunResult result = run(format, "");

        assertThat(result.rows()).isEqualTo(new RowCounts(1000, 1000, 0, 0, 0));
        assertThat(landedIds()).isEqualTo(ids(0, 1000));
        assertThat(sluice.query("select name from shop.orders where id = 7")
                        .first()
                        .getString(0))
                .isEqualTo("n7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro", "orc"})
    void damagedBlockIsOneReasonAndTheOthersLand(String format) throws Exception {
        byte[] bytes = SampleFiles.of(format, 0, 1000);
        SampleFiles.Block second = SampleFiles.blocks(format, bytes).get(1);
        Arrays.fill(bytes, (int) second.start() + 20, (int) second.start() + 60, (byte) 0xff);
        write("a." + format, bytes);
        write("b." + format, SampleFiles.of(format, 5000, 10));

        RunResult result = run(format, "");

        assertThat(reasons(result)).containsExactly("CORRUPT_FILE");
        assertThat(result.rows().read()).isEqualTo(result.rows().landed() + 1);
        assertThat(landedIds()).containsAll(ids(5000, 5010)).containsAll(ids(0, second.firstRow()));
        assertThat(landedIds()).contains(999L);
        Row bad = quarantined().get(0);
        assertThat(bad.getLong(0)).isBetween(second.firstRow(), second.firstRow() + second.rows() - 1);
        assertThat(bad.getLong(1)).isEqualTo(bad.getLong(0) + 1);
        assertThat(bad.isNullAt(2)).isTrue();
        assertThat(bad.isNullAt(3)).isTrue();
        assertThat(bad.getString(5)).startsWith("record").contains("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro", "orc"})
    void truncatedFileIsOneReason(String format) throws Exception {
        byte[] bytes = SampleFiles.of(format, 0, 1000);
        write("a." + format, Arrays.copyOf(bytes, bytes.length - 40));
        write("b." + format, SampleFiles.of(format, 5000, 10));

        RunResult result = run(format, "");

        assertThat(result.rows().quarantined()).isEqualTo(1);
        assertThat(reasons(result))
                .containsAnyOf("TRUNCATED_FILE", "CORRUPT_FILE")
                .hasSize(1);
        assertThat(landedIds()).containsAll(ids(5000, 5010));
        if (format.equals("avro")) {
            assertThat(landedIds()).containsAll(ids(0, 500));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "avro", "orc"})
    void noFileOfItsFormatIsOneReason(String format) throws Exception {
        write("empty." + format, new byte[0]);
        write("text." + format, "id,name\n1,a\n".repeat(100).getBytes());
        byte[] magic = SampleFiles.of(format, 0, 10);
        Arrays.fill(magic, 8, magic.length - 8, (byte) 0x5a);
        write("garbage." + format, magic);
        write("b." + format, SampleFiles.of(format, 5000, 10));

        RunResult result = run(format, "");

        assertThat(result.rows()).isEqualTo(new RowCounts(13, 10, 3, 0, 0));
        assertThat(reasons(result)).containsExactly("CORRUPT_FILE", "TRUNCATED_FILE");
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("empty." + format));
    }

    @Test
    void blocksOfAFileThatManyTasksReadKeepTheirOrdinals() throws Exception {
        write("a.parquet", SampleFiles.of("parquet", 0, 1000, "cast"));

        RunResult result = run("parquet", "");

        assertThat(result.rows()).isEqualTo(new RowCounts(1000, 999, 1, 0, 0));
        assertThat(quarantined().get(0).getLong(0)).isEqualTo(777);
    }

    @Test
    void columnsOfDifferentTypesMeet() throws Exception {
        LocalSpark.session()
                .range(3)
                .selectExpr("id", "'a' as name", "cast(id as int) as note")
                .coalesce(1)
                .write()
                .parquet(file("one").toString());
        LocalSpark.session()
                .range(10, 13)
                .selectExpr("cast(id as string) as id", "id as name", "1.5D as note", "7 as more")
                .coalesce(1)
                .write()
                .parquet(file("two").toString());

        RunResult result = run("parquet", "");

        assertThat(result.rows()).isEqualTo(new RowCounts(6, 6, 0, 0, 0));
        assertThat(sluice.query("select id, name, note from shop.orders order by id")
                        .collectAsList())
                .extracting(Row::toString)
                .contains("[0,a,0.0]", "[10,10,1.5]");
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("more"));
    }

    @Test
    void fileThatLacksARequiredColumnIsQuarantinedWithItsValues() throws Exception {
        LocalSpark.session()
                .range(3)
                .selectExpr("id as ident", "'a' as name")
                .coalesce(1)
                .write()
                .parquet(file("one").toString());
        write("b.parquet", SampleFiles.of("parquet", 5000, 10));

        RunResult result = run("parquet", "");

        assertThat(result.rows()).isEqualTo(new RowCounts(13, 10, 3, 0, 0));
        assertThat(reasons(result)).containsExactly("HEADER_MISMATCH");
        assertThat(quarantined().get(0).getString(3)).isEqualTo("{\"id\":null,\"name\":\"a\",\"note\":null}");
    }

    @Test
    void foldersGivePartitionColumns() throws Exception {
        write("dt=2026-01-05/name=d%2Fe%20x/a.parquet", SampleFiles.of("parquet", 0, 2, "id"));
        write("dt=2026-01-06/name=__HIVE_DEFAULT_PARTITION__/a.parquet", SampleFiles.of("parquet", 10, 2, "id"));
        write("elsewhere/a.parquet", SampleFiles.of("parquet", 20, 2, "id"));

        RunResult result = run("parquet", ", partitions: [dt, name]");

        assertThat(result.rows()).isEqualTo(new RowCounts(6, 4, 2, 0, 0));
        assertThat(reasons(result)).containsExactly("OUTSIDE_LAYOUT");
        assertThat(sluice.query("select id, name from shop.orders order by id").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[0,d/e x]", "[1,d/e x]", "[10,null]", "[11,null]");
        assertThat(result.warnings()).anyMatch(warning -> warning.contains("elsewhere"));
    }

    @Test
    void foldersGivePartitionColumnsToTextFilesToo() throws Exception {
        write("name=x/a.csv", "id,note\n1,y\n".getBytes());
        write("a.csv", "id,note\n2,y\n".getBytes());

        RunResult result = run("csv", ", partitions: name");

        assertThat(result.rows()).isEqualTo(new RowCounts(2, 1, 1, 0, 0));
        assertThat(sluice.query("select id, name, note from shop.orders")
                        .first()
                        .toString())
                .isEqualTo("[1,x,y]");
        assertThat(quarantined().get(0).getString(2)).isEqualTo("2,y");
    }
}
