package dev.sluice.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.source.csv.CsvFormat;
import dev.sluice.spark.source.json.JsonlFormat;
import dev.sluice.spark.source.text.FixedOptions;
import dev.sluice.spark.source.text.TextFormat;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSplitTest {
    @TempDir
    Path folder;

    @Test
    void largeFileWithQuotedLineEndsIsReadByManyTasksWithTheSameRows() throws Exception {
        Path file = Files.writeString(folder.resolve("large.csv"), quotedRows(20_000));
        TextScan whole = scan(new CsvFormat(), List.of(Sources.file(file)), Sources.columns("id", "text"));
        TextScan split = whole.withSplitBytes(Files.size(file) / 10);

        assertThat(rows(split)).isEqualTo(rows(whole)).hasSize(20_000);
        assertThat(read(split).javaRDD().getNumPartitions()).isGreaterThanOrEqualTo(8);
        assertThat(read(whole).javaRDD().getNumPartitions()).isEqualTo(1);
    }

    @Test
    void cellsThatLookLikeRecordsAreReadBySixteenTasksAsByOne() throws Exception {
        Path file = folder.resolve("large.csv");
        LargeCsv.write(file, 20 << 20, 7);
        TextScan one = LargeCsv.scan(file).withSplitBytes(1L << 40);
        TextScan many = one.withSplitBytes(1 << 20);

        assertThat(LargeCsv.tasks(Sources.session(), one)).isEqualTo(1);
        assertThat(LargeCsv.tasks(Sources.session(), many)).isGreaterThanOrEqualTo(16);
        assertThat(LargeCsv.digest(Sources.session(), many))
                .isEqualTo(LargeCsv.digest(Sources.session(), one))
                .doesNotStartWith("0 records");
    }

    @Test
    void largeJsonFileIsReadByManyTasksWithTheSameRows() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append(i % 7 == 0 ? "\n" : "").append("{\"id\":").append(i).append(i % 99 == 0 ? "\r\n" : "}\r\n");
        }
        Path file = Files.writeString(folder.resolve("large.jsonl"), text);
        TextScan whole = scan(new JsonlFormat(), List.of(Sources.file(file)), Sources.columns("id"));

        assertThat(rows(whole.withSplitBytes(5_000))).isEqualTo(rows(whole)).hasSize(5_000);
    }

    @Test
    void compressedFilesAreNotDivided() throws Exception {
        Path file = folder.resolve("large.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(quotedRows(2_000).getBytes(StandardCharsets.UTF_8));
        }
        TextScan split = scan(new CsvFormat(), List.of(Sources.file(file)), Sources.columns("id", "text"))
                .withSplitBytes(1_000);

        assertThat(read(split).javaRDD().getNumPartitions()).isEqualTo(1);
        assertThat(read(split).count()).isEqualTo(2_000);
    }

    @Test
    void smallFilesShareTasksInTheirOrder() throws Exception {
        List<SourceFile> files = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            files.add(Sources.file(Files.writeString(folder.resolve("f" + i + ".csv"), "id\n" + i + "\n")));
        }
        Dataset<Row> read = read(scan(new CsvFormat(), files, Sources.columns("id")));

        assertThat(read.javaRDD().getNumPartitions()).isLessThan(10);
        assertThat(read.select("id").collectAsList())
                .extracting(row -> row.getString(0))
                .startsWith("0", "1", "2")
                .endsWith("98", "99")
                .hasSize(100);
    }

    @Test
    void oneDamagedFileDoesNotStopTheOthers() throws Exception {
        Path good = Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        Path bad = Files.writeString(folder.resolve("b.csv.gz"), "id\n2\n");
        Path last = Files.writeString(folder.resolve("c.csv"), "id\n3\n");

        assertThat(read(scan(
                                new CsvFormat(),
                                List.of(Sources.file(good), Sources.file(bad), Sources.file(last)),
                                Sources.columns("id")))
                        .selectExpr("id", RecordColumns.PARSE + "[0].code")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[1,null]", "[null,CORRUPT_FILE]", "[3,null]");
    }

    @Test
    void fileThatIsGoneOrAlteredIsAnErrorOfTheRun() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "id\n1\n");
        Dataset<Row> read = read(scan(new CsvFormat(), List.of(Sources.file(file)), Sources.columns("id")));

        Files.writeString(file, "id\n1\n2\n");
        assertThatThrownBy(read::count).satisfies(TextSplitTest::tellsOfChange);
        Files.delete(file);
        assertThatThrownBy(read::count).satisfies(TextSplitTest::tellsOfChange);
    }

    @Test
    void fileThatGrowsWhileItIsReadIsAnErrorOfTheRun() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "id\n1\n2\n");
        String path = file.toString();
        Dataset<Row> read = read(scan(new CsvFormat(), List.of(Sources.file(file)), Sources.columns("id")));

        assertThatThrownBy(() -> read.javaRDD().foreachPartition(rows -> {
                    assertThat(rows.hasNext()).isTrue();
                    assertThat(rows.next().<String>getAs("id")).isEqualTo("1");
                    Files.writeString(Path.of(path), "3,half a rec", StandardOpenOption.APPEND);
                    rows.forEachRemaining(row -> {});
                }))
                .satisfies(TextSplitTest::tellsOfChange);
    }

    @Test
    void headersTellWhatIsMissingAndWhatIsExtra() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "id,Extra,Country/Region\n1,2,3\n");
        List<SourceColumn> columns = List.of(
                new SourceColumn("id", List.of(), true, null),
                new SourceColumn("country", List.of("Country/Region"), true, null),
                new SourceColumn("note", List.of(), false, null),
                new SourceColumn("day", List.of(), true, null));

        SourceHeader header = TextSource.headers(
                        Sources.session(), scan(new CsvFormat(), List.of(Sources.file(file)), columns))
                .get(0);

        assertThat(header.names()).containsExactly("id", "Extra", "Country/Region");
        assertThat(header.missing()).containsExactly("day");
        assertThat(header.absent()).containsExactly("note");
        assertThat(header.unused()).containsExactly("Extra");
        assertThat(header.problem()).isEqualTo("The file's header lacks day; it is: id,Extra,Country/Region");
    }

    @Test
    void filesWithoutHeaderNeedDeclaredColumns() {
        TextScan scan = new TextScan(
                List.of(),
                new CsvFormat(),
                new FixedOptions().with(CsvFormat.HEADER, false),
                List.of(),
                PathGuard.anywhere());

        assertThatThrownBy(() -> read(scan)).isInstanceOf(SluiceException.class).hasMessageContaining("declare");
    }

    private static void tellsOfChange(Throwable thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof SluiceException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertThat(cause).isInstanceOf(SluiceException.class);
        assertThat(((SluiceException) cause).code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
    }

    private static String quotedRows(int count) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder("id,text\r\n");
        for (int i = 0; i < count; i++) {
            text.append(i)
                    .append(",\"line one of ")
                    .append(i)
                    .append(random.nextBoolean() ? "\n2,\"\"two\"\"\n3,three" : ", more")
                    .append('"')
                    .append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return text.toString();
    }

    private static TextScan scan(TextFormat format, List<SourceFile> files, List<SourceColumn> columns) {
        return new TextScan(files, format, new FixedOptions(), columns, PathGuard.anywhere());
    }

    private static Dataset<Row> read(TextScan scan) {
        return TextSource.read(Sources.session(), scan);
    }

    private static List<String> rows(TextScan scan) {
        return read(scan).drop(RecordColumns.RAW_BYTES).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }
}
