package dev.sluice.spark.source.excel;

import static dev.sluice.spark.source.excel.Workbook.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExcelFormatTest {
    private static final String NAMES = """
            source: {files: "inbox/*.xlsx", format: excel%s}
            target: {table: t, columns: {id: {type: long, required: true}, name: string}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: books\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    /** What a run left: of each bad row its number, codes, columns and first message. */
    private record Outcome(RunResult result, List<String> landed, List<String> bad, List<String> messages) {}

    private Outcome run(String pipeline) throws IOException {
        Files.writeString(folder.resolve("pipelines/p.yaml"), pipeline);
        try (Sluice sluice =
                Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session())) {
            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);
            assertThat(result.rows().read())
                    .isEqualTo(result.rows().landed() + result.rows().quarantined());
            List<Row> bad = sluice.quarantine("p", QuarantineFilter.ALL)
                    .orderBy("source_uri", "record_no")
                    .selectExpr(
                            "concat_ws(' ', record_no, array_join(reasons.code, ','),"
                                    + " array_join(flatten(reasons.columns), ','))",
                            "reasons[0].message")
                    .collectAsList();
            return new Outcome(
                    result,
                    texts(sluice.query("select * from t order by 1").collectAsList()),
                    bad.stream().map(row -> row.getString(0).strip()).toList(),
                    bad.stream().map(row -> row.getString(1)).toList());
        }
    }

    private static List<String> texts(List<Row> rows) {
        return rows.stream().map(Row::toString).toList();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve("inbox").resolve(name), bytes);
    }

    @Test
    void cellsOfEveryKindBecomeTheTargetsTypesOrHaveTheReasonsOfTexts() throws IOException {
        write(
                "a.xlsx",
                new Workbook()
                        .shared("shared &amp; text")
                        .sheet(
                                "S",
                                row(1, "id", "text", "day", "moment", "own", "clock", "flag", "amount", "sum")
                                        + row(
                                                2,
                                                1,
                                                "<c t=\"s\"><v>0</v></c>",
                                                "<c s=\"1\"><v>45292</v></c>",
                                                "<c s=\"2\"><v>45292.5</v></c>",
                                                "<c s=\"3\"><v>45292.75</v></c>",
                                                "<c s=\"4\"><v>0.25</v></c>",
                                                "<c t=\"b\"><v>1</v></c>",
                                                "<c ><v>1.2300000000000002E1</v></c>",
                                                "<c ><f>A2*2</f><v>2</v></c>")
                                        + row(3, 2, "x", "2024-01-02", null, null, null, "yes", 12.345)
                                        + row(
                                                4,
                                                1.5,
                                                "x",
                                                45292,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                "<c t=\"e\"><v>#DIV/0!</v></c>"))
                        .bytes());

        Outcome outcome = run("""
                source: {files: "inbox/*.xlsx", format: excel}
                target:
                  table: t
                  columns:
                    id: {type: long, required: true}
                    text: string
                    day: date
                    moment: timestamp
                    own: timestamp
                    clock: string
                    flag: boolean
                    amount: double
                    sum: int
                """);

        assertThat(outcome.landed())
                .containsExactly(
                        "[1,shared & text,2024-01-01,2024-01-01T12:00,2024-01-01T18:00,06:00:00,true,12.300000000000002,2]",
                        "[2,x,2024-01-02,null,null,null,true,12.345,null]");
        assertThat(outcome.bad()).containsExactly("3 NOT_AN_INTEGER,NOT_A_DATE,NOT_AN_INTEGER id,day,sum");
    }

    @Test
    void sheetHeaderRowAndRangeAreChosen() throws IOException {
        String rows = row(1, "Report")
                + row(3, "note", "id", "name", "id")
                + row(4, "n", 1, "a", 9)
                + row(6, "n", 2, "b", 9)
                + row(7, "n", null, null, null)
                + row(8, "Total", 3, "all", 9);
        write(
                "a.xlsx",
                new Workbook().sheet("Other", row(1, "x")).sheet("Data", rows).bytes());

        assertThat(run(NAMES.formatted(", options: {sheet: Data, headerRow: 3, range: 'B4:C7'}"))
                        .landed())
                .containsExactly("[1,a]", "[2,b]");
        write(
                "b.xlsx",
                new Workbook().sheet("Other", row(1, "x")).sheet("Data", rows).bytes());
        assertThat(run(NAMES.formatted(", options: {sheet: 2, headerRow: 3}")).bad())
                .containsExactly(
                        "1 UNSUPPORTED_TYPE id",
                        "2 UNSUPPORTED_TYPE id",
                        "3 UNSUPPORTED_TYPE id",
                        "4 UNSUPPORTED_TYPE id");
        assertThatThrownBy(() -> run(NAMES.formatted(", options: {range: B}")))
                .hasMessageContaining("range 'B' is not of the form");
    }

    @Test
    void filesThatCannotBeReadAreOneBadRecordEachAndTheOthersLand() throws IOException {
        byte[] good = new Workbook()
                .sheet("S", row(1, "id", "name") + row(2, 1, "good"))
                .bytes();
        write("a_good.xlsx", good);
        write("b_empty.xlsx", new byte[0]);
        write("c_cut.xlsx", Arrays.copyOf(good, good.length / 2));
        write("d_text.xlsx", "id,name\n1,x\n".getBytes(StandardCharsets.UTF_8));
        byte[] ole = new byte[2048];
        System.arraycopy(
                new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1},
                0,
                ole,
                0,
                8);
        write("e_locked.xlsx", ole);
        write(
                "f_bomb.xlsx",
                new Workbook()
                        .sheet("S", row(1, "id", "name") + row(2, 1, " ".repeat(20 << 20)))
                        .bytes());
        write("g_no_sheet.xlsx", new Workbook().sheet("S", "").bytes());
        write(
                "h_broken.xlsx",
                new Workbook()
                        .sheet(
                                "S",
                                row(1, "id", "name") + row(2, 2, "before") + "<row r=\"3\"><c r=\"A3\"><v>3</x></row>")
                        .bytes());
        write(
                "i_far.xlsx",
                new Workbook()
                        .sheet("S", row(1, "id", "name") + "<row r=\"2\"><c r=\"ZZZZZ2\"><v>3</v></c></row>")
                        .bytes());
        write(
                "j_drift.xlsx",
                new Workbook()
                        .sheet("S", row(1, "number", "name") + row(2, 7, "no id"))
                        .bytes());
        write(
                "k_later.xlsx",
                new Workbook()
                        .sheet("S", row(2, "id", "name") + row(3, 7, "header in row 2"))
                        .bytes());

        Outcome outcome = run(NAMES.formatted(", options: {maxUnpackedSize: 10MiB}"));

        assertThat(outcome.landed()).containsExactly("[1,good]", "[2,before]");
        assertThat(outcome.bad())
                .containsExactly(
                        "1 TRUNCATED_FILE",
                        "1 TRUNCATED_FILE",
                        "1 CORRUPT_FILE",
                        "1 CORRUPT_FILE",
                        "1 DECOMPRESSION_LIMIT",
                        "2 CORRUPT_FILE",
                        "1 CORRUPT_FILE",
                        "1 HEADER_MISMATCH",
                        "1 CORRUPT_FILE");
        assertThat(outcome.messages().get(3)).contains("encrypted with a password");
        assertThat(outcome.messages().get(8)).contains("no header in row 1");
    }

    @Test
    void cellsBeyondTheLastColumnAreFoundHoweverTheyAreWritten() throws IOException {
        String header = row(1, "id", "name");
        String far = "<row r=\"2\"><c r=\"ZZZZZ2\"><v>3</v></c></row>";
        write("a.xlsx", sheet(header + far.replace("r=\"Z", "r =\"Z")).bytes());
        write("b.xlsx", sheet(header + far.replace("r=\"Z", "r=\n\"Z")).bytes());
        write("c.xlsx", sheet(header + far.replace("ZZZZZ2", "&#90;ZZZZ2")).bytes());
        write("d.xlsx", sheet(header + far).sheetsIn("pages").bytes());
        write("e.xlsx", sheet(header + far).sheetsAs(StandardCharsets.UTF_16).bytes());
        write(
                "g.xlsx",
                sheet(header + "<row r=\"2\">" + "<c><v>1</v></c>".repeat(16_385) + "</row>")
                        .bytes());
        write(
                "h.xlsx",
                sheet(header + "<row r=\"2\"><c r=\"A2\"><v>7</v></c><c r=\"XFD2\"><v>3</v></c></row>")
                        .sheetsIn("pages")
                        .sheetsAs(StandardCharsets.UTF_16)
                        .bytes());

        Outcome outcome = run(NAMES.formatted(""));

        assertThat(outcome.landed()).containsExactly("[7,null]");
        assertThat(outcome.messages())
                .hasSize(6)
                .allMatch(message -> message.contains("a cell lies beyond Excel's last column"));
    }

    @Test
    void formulasWithoutNumberAreNoCellsOfOneRow() throws IOException {
        String formulas = IntStream.rangeClosed(1, 20_000)
                .mapToObj("<c r=\"B%d\" i=\"1\"/>"::formatted)
                .collect(Collectors.joining());
        write(
                "a.xlsx",
                sheet(row(1, "id", "name") + row(2, 7, "x"))
                        .calculated(formulas)
                        .bytes());

        Outcome outcome = run(NAMES.formatted(""));

        assertThat(outcome.bad()).isEmpty();
        assertThat(outcome.landed()).containsExactly("[7,x]");
    }

    @Test
    void cellsThatTheReaderPassesOverHideNoneThatItBelieves() throws IOException {
        String far = "<row r=\"2\"><c r=\"FXSHRW2\"><v>3</v></c></row>";
        String nested = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><row/></is></c><c r=\"FXSHRW2\"/></row>";
        String header = row(1, "id", "name");
        write("a.xlsx", sheet(header + far).before("<c r=\"A\"/>").bytes());
        write("b.xlsx", sheet("<c r=\"A\"/>" + header + far).bytes());
        write("c.xlsx", sheet(header + nested).bytes());
        write("d.xlsx", sheet(header + "<row r=\"2\"><c r=\"A\"/></row>" + far).bytes());

        Outcome outcome = run(NAMES.formatted(""));

        assertThat(outcome.landed()).isEmpty();
        assertThat(outcome.messages()).hasSize(4);
        assertThat(outcome.messages().subList(0, 3))
                .allMatch(message -> message.contains("a cell lies beyond Excel's last column"));
        assertThat(outcome.messages().get(3)).contains("a cell has a place that is none");
    }

    private static Workbook sheet(String rows) {
        return new Workbook().sheet("S", rows);
    }

    @Test
    void sheetWithValuesAndNoHeaderIsDamaged() throws IOException {
        String empty = "<row r=\"%1$d\"><c r=\"A%1$d\" s=\"1\"/><c r=\"B%1$d\" s=\"1\"/></row>";
        write("a_title.xlsx", sheet(empty.formatted(2) + row(3, 1, "x")).bytes());
        write("b_short.xlsx", sheet(row(1, "id", "name")).bytes());
        write(
                "c_blank.xlsx",
                sheet(empty.formatted(1) + empty.formatted(2) + empty.formatted(3))
                        .bytes());
        write("d_header.xlsx", sheet(row(2, "id", "name")).bytes());
        write("e_none.xlsx", sheet("").bytes());
        write("f_good.xlsx", sheet(row(2, "id", "name") + row(3, 1, "x")).bytes());

        Outcome outcome = run(NAMES.formatted(", options: {headerRow: 2}"));

        assertThat(outcome.landed()).containsExactly("[1,x]");
        assertThat(outcome.bad()).containsExactly("1 CORRUPT_FILE", "1 CORRUPT_FILE");
        assertThat(outcome.messages()).allMatch(message -> message.contains("it has no header in row 2"));
    }

    @Test
    void daysBeforeMarch1900AndTheOtherCalendarAreThoseThatExcelShows() throws IOException {
        String rows = row(1, "id", "name")
                + row(2, 1, "<c s=\"1\"><v>1</v></c>")
                + row(3, 2, "<c s=\"1\"><v>59</v></c>")
                + row(4, 3, "<c s=\"1\"><v>61</v></c>");
        write("a.xlsx", new Workbook().sheet("S", rows).bytes());
        assertThat(run(NAMES.formatted("")).landed())
                .containsExactly("[1,1900-01-01]", "[2,1900-02-28]", "[3,1900-03-01]");

        write(
                "b.xlsx",
                new Workbook()
                        .from1904()
                        .sheet("S", row(1, "id", "name") + row(2, 4, "<c s=\"1\"><v>1</v></c>"))
                        .bytes());
        assertThat(run(NAMES.formatted("")).landed()).contains("[4,1904-01-02]");
    }
}
