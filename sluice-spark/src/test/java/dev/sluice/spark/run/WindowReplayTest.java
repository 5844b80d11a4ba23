package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quarantined rows of windows, judged again: each lands in the window that is its home, and never twice. */
class WindowReplayTest {
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneOffset.UTC);
    private static final Window MONDAY = TimeText.window("2026-03-02", DAYS);
    private static final Window TUESDAY = TimeText.window("2026-03-03", DAYS);

    private static final String STRICT = """
            validate:
              - {type: expect, that: "id not rlike '[xy]'"}
            """;
    private static final String DERIVED = """
            convert:
              - {type: derive, column: day, expression: "'${window.start:MM-dd}'"}
            """;

    private static final String TIMES = """
            convert:
              - {type: derive, column: at, expression: "try_to_timestamp(at, 'yyyy-MM-dd')"}
            """;
    private static final String MORE_TIMES = """
            convert:
              - type: derive
                column: at
                expression: "coalesce(try_to_timestamp(at, 'yyyy-MM-dd'), try_to_timestamp(at, 'dd.MM.yyyy'))"
            """;

    @TempDir
    Path folder;

    private String source = "files: \"inbox/*.csv\", format: csv";

    @Test
    void aReplayedRowLandsInItsHomeAndAReRunPlacesItAnew() throws IOException {
        prepare();
        declare(", column: at, late: append", STRICT);
        arrives("a", "1,2026-03-02T10:00:00Z", "x1,2026-03-02T11:00:00Z", "y1,");
        arrives("b", "2,2026-03-03T10:00:00Z", "x2,2026-03-02T12:00:00Z", "x3,2026-03-03T12:00:00Z");
        try (Sluice sluice = open()) {
            Files.move(folder.resolve("inbox/b.csv"), folder.resolve("b.csv"));
            run(sluice, MONDAY, WindowWish.MISSING);
            Files.move(folder.resolve("b.csv"), folder.resolve("inbox/b.csv"));
            run(sluice, TUESDAY, WindowWish.MISSING);
            assertThat(quarantined(sluice)).containsExactly("x1 03-02", "x2 03-02", "x3 03-03", "y1 03-02");
        }
        declare(", column: at, late: append", "");
        try (Sluice sluice = open()) {
            RunResult replayed = sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT);

            assertThat(replayed.rows().landed()).isEqualTo(3);
            assertThat(replayed.rows().quarantined()).isEqualTo(1);
            List<String> rows = List.of("1 03-02", "2 03-03", "x1 03-02", "x2 03-02 late", "x3 03-03");
            assertThat(landed(sluice)).isEqualTo(rows);
            assertThat(quarantined(sluice)).as("it still has no event time").containsExactly("y1 03-02");

            run(sluice, TUESDAY, WindowWish.REPLACE);
            assertThat(landed(sluice)).isEqualTo(rows);
            run(sluice, MONDAY, WindowWish.REPLACE);
            assertThat(landed(sluice)).isEqualTo(rows);
            assertThat(quarantined(sluice)).containsExactly("y1 03-02");
            assertThatThrownBy(() -> sluice.replay("events", ofFile("b.csv"), "ada", RunListener.SILENT))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ROWS_SELECTED));
        }
    }

    @Test
    void aLateRowHasTheHeaderAndTheTagsOfTheRunThatBroughtItThoughItsBatchWasRunAgainWithoutItsFile()
            throws IOException {
        String tagged = """
                convert:
                  - {type: derive, column: day, expression: "batch_tags()['by']"}
                """;
        prepare();
        declare(", column: at, late: append", tagged + STRICT);
        arrives("a", "1,2026-03-02T10:00:00Z");
        try (Sluice sluice = open()) {
            run(sluice, MONDAY, WindowWish.MISSING);
            Files.writeString(
                    folder.resolve("inbox/b.csv"), "at,id\n2026-03-02T11:00:00Z,x2\n2026-03-02T12:00:00Z,y2\n");
            arrives("c", "3,2026-03-03T10:00:00Z");
            run(sluice, TUESDAY, WindowWish.MISSING, Map.of("by", "first"));
            run(sluice, TUESDAY, WindowWish.REPLACE, Map.of("by", "second"));
        }
        declare(", column: at, late: append", tagged + STRICT.replace("[xy]", "y"));
        try (Sluice sluice = open()) {
            assertThat(sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT)
                            .rows()
                            .landed())
                    .isEqualTo(1);
            assertThat(texts(sluice.query("select concat(id, ' ', day) from shop.events where day is not null")))
                    .containsExactly("3 second", "x2 first");
        }
        declare(", column: at, late: append", tagged);
        try (Sluice sluice = open()) {
            assertThat(sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT)
                            .rows()
                            .landed())
                    .as("that failed the first replay")
                    .isEqualTo(1);
            assertThat(landed(sluice)).containsExactly("1 03-02", "3 03-03", "x2 03-02 late", "y2 03-02 late");
        }
    }

    @Test
    void aRowWhoseTimeCanBeReadByNowIsLeftToTheRunsOfItsWindow() throws IOException {
        prepare();
        declare(", column: at", TIMES);
        arrives("a", "1,2026-03-02", "2,2026-03-03", "x,03.03.2026", "y,02.03.2026", "z,04.03.2026");
        try (Sluice sluice = open()) {
            run(sluice, MONDAY, WindowWish.MISSING);
            assertThat(quarantined(sluice)).containsExactly("x 03-02", "y 03-02", "z 03-02");
        }
        declare(", column: at", MORE_TIMES);
        try (Sluice sluice = open()) {
            RunResult replayed = sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT);
            assertThat(replayed.rows().landed()).isEqualTo(1);
            assertThat(quarantined(sluice))
                    .as("Tuesday's run is to read their file")
                    .containsExactly("x 03-02", "z 03-02");
            assertThat(sluice.quarantine("events", QuarantineFilter.ALL)
                            .selectExpr("reasons[0].code")
                            .distinct()
                            .collectAsList())
                    .extracting(row -> row.getString(0))
                    .containsExactly("OTHER_WINDOW");

            run(sluice, TUESDAY, WindowWish.MISSING);
            assertThatReplayLandsNothing(sluice);
            run(sluice, TimeText.window("2026-03-04", DAYS), WindowWish.MISSING);
            assertThatReplayLandsNothing(sluice);
            assertThat(landed(sluice)).containsExactly("1 03-02", "2 03-03", "x 03-03", "y 03-02", "z 03-04");

            run(sluice, MONDAY, WindowWish.REPLACE);
            assertThat(landed(sluice)).containsExactly("1 03-02", "2 03-03", "x 03-03", "y 03-02", "z 03-04");
            assertThat(quarantined(sluice)).isEmpty();
        }
    }

    @Test
    void aRowWhoseTimeCanBeReadByNowLandsInItsHomeIfNoOtherRunReadsItsFile() throws IOException {
        prepare();
        declare(", column: at", TIMES);
        arrives("a", "1,2026-03-02", "x,03.03.2026");
        try (Sluice sluice = open()) {
            run(sluice, MONDAY, WindowWish.MISSING);
        }
        declare(", column: at", MORE_TIMES);
        try (Sluice sluice = open()) {
            sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT);
            run(sluice, TUESDAY, WindowWish.MISSING);
            assertThat(landed(sluice)).containsExactly("1 03-02", "x 03-02");

            run(sluice, MONDAY, WindowWish.REPLACE);
            assertThat(landed(sluice)).containsExactly("1 03-02");
            assertThat(quarantined(sluice))
                    .as("placed by the policy: Tuesday was published without it")
                    .containsExactly("x 03-02");
        }
    }

    private static void assertThatReplayLandsNothing(Sluice sluice) {
        assertThat(sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT)
                        .rows()
                        .landed())
                .isZero();
    }

    @Test
    void aRowOfAnArchiveThatCameLateIsMarkedWhenItIsReplayed() throws IOException {
        prepare();
        source = "files: \"inbox/*\", format: csv, options: {header: false}, columns: {id: , at: , day: }";
        declare(", column: at, late: append", STRICT);
        Files.writeString(folder.resolve("inbox/a.csv"), "1,2026-03-02T10:00:00Z,\n");
        try (Sluice sluice = open()) {
            run(sluice, MONDAY, WindowWish.MISSING);
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("inbox/b.zip")))) {
                zip.putNextEntry(new ZipEntry("b.csv"));
                zip.write("2,2026-03-02T11:00:00Z,\nx2,2026-03-02T12:00:00Z,\n".getBytes(StandardCharsets.UTF_8));
            }
            run(sluice, TUESDAY, WindowWish.MISSING);
            assertThat(quarantined(sluice)).containsExactly("x2 03-02");
        }
        declare(", column: at, late: append", "");
        try (Sluice sluice = open()) {
            sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT);

            assertThat(landed(sluice)).containsExactly("1 03-02", "2 03-02 late", "x2 03-02 late");
        }
    }

    @Test
    void aLateRowThatSomebodyReplaysLandsInTheWindowThatBroughtIt() throws IOException {
        prepare();
        declare(", column: at", "");
        arrives("a", "1,2026-03-02T10:00:00Z");
        try (Sluice sluice = open()) {
            run(sluice, MONDAY, WindowWish.MISSING);
            arrives("b", "2,2026-03-02T12:00:00Z");
            run(sluice, TUESDAY, WindowWish.MISSING);
            assertThat(quarantined(sluice)).containsExactly("2 03-03");

            sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT);
            assertThat(landed(sluice)).containsExactly("1 03-02", "2 03-03");
            assertThat(quarantined(sluice)).isEmpty();
            run(sluice, MONDAY, WindowWish.REPLACE);
            assertThat(landed(sluice)).containsExactly("1 03-02", "2 03-03");
            run(sluice, TUESDAY, WindowWish.REPLACE);

            assertThat(landed(sluice)).containsExactly("1 03-02");
            assertThat(quarantined(sluice)).as("placed by the policy again").containsExactly("2 03-03");
        }
    }

    @Test
    void rowsOfWindowsThatThePathTellsAreReplayedToo() throws IOException {
        prepare();
        declare("", DERIVED + STRICT);
        arrives("a", "1,2026-03-02T00:00:00Z");
        arrives("b", "x,2026-03-02T00:00:00Z");
        try (Sluice sluice = open()) {
            run(sluice, MONDAY, WindowWish.MISSING);
            arrives("c", "y,2026-03-02T00:00:00Z");
            run(sluice, TUESDAY, WindowWish.MISSING);
        }
        declare("", DERIVED);
        try (Sluice sluice = open()) {
            assertThatThrownBy(() -> sluice.replay("events", QuarantineFilter.ALL, "ada", RunListener.SILENT))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_WITH_WINDOWS));
            assertThat(sluice.rehearseByWindow("events", QuarantineFilter.ALL, Optional.empty()))
                    .extracting(run -> run.rows().landed())
                    .containsExactly(1L, 1L);
            List<RunResult> runs =
                    sluice.replayByWindow("events", QuarantineFilter.ALL, Optional.empty(), "ada", RunListener.SILENT);
            assertThat(runs).extracting(run -> run.rows().landed()).containsExactly(1L, 1L);
            assertThatThrownBy(() -> sluice.replayByWindow(
                            "events", QuarantineFilter.ALL, Optional.empty(), "ada", RunListener.SILENT))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ROWS_SELECTED));

            assertThat(sluice.query("select concat(id, ' ', day, ' ', date_format(window_start, 'MM-dd'))"
                                    + " from shop.events order by id")
                            .collectAsList())
                    .extracting(row -> row.getString(0))
                    .containsExactly("1 03-02 03-02", "x 03-02 03-02", "y 03-03 03-03");
        }
    }

    private void prepare() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    /** @param more keys of the window, then steps */
    private void declare(String more, String steps) throws IOException {
        Files.writeString(folder.resolve("pipelines/events.yaml"), """
                source: {%s}
                window: {every: 1d%s}
                target:
                  table: shop.events
                  columns: {id: {type: string, required: true}, at: timestamptz, day: string}
                %s""".formatted(source, more, steps));
    }

    private Sluice open() {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void arrives(String file, String... rows) throws IOException {
        Files.writeString(folder.resolve("inbox/" + file + ".csv"), "id,at\n" + String.join("\n", rows) + "\n");
    }

    private static QuarantineFilter ofFile(String file) {
        return new QuarantineFilter(Optional.empty(), Optional.empty(), Optional.of(file), Optional.empty());
    }

    private static void run(Sluice sluice, Window window, WindowWish wish) {
        sluice.run("events", RunOptions.window(new WindowChoice(window, Optional.empty(), wish)), RunListener.SILENT);
    }

    private static void run(Sluice sluice, Window window, WindowWish wish, Map<String, String> tags) {
        WindowChoice choice = new WindowChoice(window, Optional.empty(), wish);
        sluice.run("events", new RunOptions(Optional.empty(), tags, Optional.of(choice)), RunListener.SILENT);
    }

    private static List<String> landed(Sluice sluice) {
        boolean marked =
                List.of(sluice.query("select * from shop.events").columns()).contains("late");
        return texts(sluice.query("select concat_ws(' ', id, date_format(window_start, 'MM-dd')"
                + (marked ? ", if(late, 'late', null))" : ")") + " from shop.events"));
    }

    private static List<String> quarantined(Sluice sluice) {
        return texts(sluice.quarantine("events", QuarantineFilter.ALL)
                .selectExpr("concat(substring_index(raw, ',', 1), ' ', date_format(window_start, 'MM-dd'))"));
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }
}
