package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowOverview;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows whose files the path tells. */
class WindowRunTest {
    private static final String DAILY = """
            source: {files: "inbox/${window.start:MM-dd-yyyy}.csv", format: csv}
            window: {every: 1d, zone: Europe/Berlin, starts: 2026-03-28}
            target:
              table: shop.daily
              columns: {id: {type: long, required: true}, day: string}
            convert:
              - {type: derive, column: day, expression: "'${window.start:yyyy-MM-dd}'"}
            """;
    private static final String HOURLY = """
            source: {files: "inbox/${window.start:yyyy-MM-dd-HH}.csv", format: csv}
            window: {every: 1h, zone: Europe/Berlin}
            target: {table: shop.hourly, columns: {id: long}}
            """;
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("Europe/Berlin"));
    private static final Window FIRST = TimeText.window("2026-03-28", DAYS);
    private static final Window SHORT_DAY = TimeText.window("2026-03-29", DAYS);

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/daily.yaml"), DAILY);
        Files.writeString(folder.resolve("pipelines/hourly.yaml"), HOURLY);
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void eachWindowLandsOnceWithItsStart() throws IOException {
        arrives("03-28-2026", "1", "x");
        arrives("03-29-2026", "2", "3");

        RunResult first = run(FIRST, WindowWish.MISSING);
        run(SHORT_DAY, WindowWish.MISSING);
        Files.delete(folder.resolve("inbox/03-28-2026.csv"));
        RunResult again = run(FIRST, WindowWish.MISSING);

        assertThat(first.rows().landed()).isEqualTo(1);
        assertThat(first.rows().quarantined()).isEqualTo(1);
        assertThat(again.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(again.landedBy()).isEqualTo(first.runId());
        assertThat(rows("select id, day, cast(unix_seconds(window_start) as string) from shop.daily order by id"))
                .containsExactly(
                        "1 2026-03-28 " + FIRST.start().getEpochSecond(),
                        "2 2026-03-29 " + SHORT_DAY.start().getEpochSecond(),
                        "3 2026-03-29 " + SHORT_DAY.start().getEpochSecond());
        assertThat(sluice.quarantine("daily", QuarantineFilter.ALL)
                        .selectExpr("unix_seconds(window_start)", "unix_seconds(window_end)")
                        .first()
                        .mkString(" "))
                .isEqualTo(FIRST.start().getEpochSecond() + " " + FIRST.end().getEpochSecond());
    }

    @Test
    void aWindowThatIsRunAgainIsReplacedAndNoOther() throws IOException {
        arrives("03-28-2026", "1", "x");
        arrives("03-29-2026", "2", "y");
        RunResult before = run(FIRST, WindowWish.MISSING);
        run(SHORT_DAY, WindowWish.MISSING);
        arrives("03-28-2026", "7", "8", "9");

        RunResult corrected = run(FIRST, WindowWish.REPLACE);

        assertThat(corrected.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(corrected.batchId()).isEqualTo(before.batchId());
        assertThat(rows("select id from shop.daily order by id")).containsExactly("2", "7", "8", "9");
        assertThat(rows("select id from shop.daily version as of "
                        + before.snapshot().getAsLong()))
                .containsExactly("1");
        assertThat(sluice.quarantine("daily", QuarantineFilter.ALL)
                        .select("raw")
                        .collectAsList())
                .as("the row that the replaced run had quarantined does not count any more")
                .extracting(row -> row.getString(0))
                .containsExactly("y");
        assertThat(run(FIRST, WindowWish.MISSING).landedBy()).isEqualTo(corrected.runId());
    }

    @Test
    void aWindowThatIsEmptiedByItsCorrectionHasNoRows() throws IOException {
        arrives("03-28-2026", "1");
        run(FIRST, WindowWish.MISSING);
        arrives("03-28-2026");

        run(FIRST, WindowWish.REPLACE);

        assertThat(rows("select id from shop.daily")).isEmpty();
    }

    @Test
    void oneWindowThatFailsDoesNotStopTheOthers() throws IOException {
        List<WindowChoice> choices =
                Stream.iterate(FIRST, DAYS::next).limit(6).map(WindowChoice::of).toList();
        for (String day : List.of("03-28", "03-29", "03-31", "04-01", "04-02")) {
            arrives(day + "-2026", "1", "2");
        }
        List<Window> told = new ArrayList<>();

        List<WindowOutcome> outcomes =
                sluice.run("daily", choices, 2, RunListener.SILENT, outcome -> told.add(outcome.window()));

        assertThat(outcomes)
                .extracting(WindowOutcome::window)
                .containsExactlyElementsOf(
                        choices.stream().map(WindowChoice::window).toList());
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        choices.stream().map(WindowChoice::window).toList());
        assertThat(outcomes.get(2).failure().orElseThrow().code()).isEqualTo(ErrorCode.PATH_NOT_FOUND);
        assertThat(rows("select count(*), count(distinct window_start) from shop.daily"))
                .containsExactly("10 5");
        Map<Window, Status> statuses = sluice.windows("daily", Optional.empty()).stream()
                .limit(6)
                .collect(Collectors.toMap(WindowOverview.Line::window, WindowOverview.Line::status));
        assertThat(statuses.values().stream().filter(Status.PUBLISHED::equals)).hasSize(5);
        assertThat(statuses).containsEntry(choices.get(2).window(), Status.MISSING);
    }

    @Test
    void norDoesOneThatEndsWithAnError() throws IOException {
        arrives("03-28-2026", "1");
        arrives("03-29-2026", "2");
        RunListener overflowing = new RunListener() {
            @Override
            public void step(String name, String detail) {
                if (detail.contains("03-28-2026")) {
                    throw new StackOverflowError("too deep");
                }
            }

            @Override
            public void progress(int tasksDone, int tasksTotal, long recordsRead) {}
        };

        List<WindowOutcome> outcomes = sluice.run(
                "daily", List.of(WindowChoice.of(FIRST), WindowChoice.of(SHORT_DAY)), 1, overflowing, outcome -> {});

        assertThat(outcomes.get(0).failure().orElseThrow())
                .hasMessageContaining("too deep")
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
        assertThat(rows("select id from shop.daily")).containsExactly("2");
    }

    @Test
    void aWindowThatReadsWhatItsNeighbourReadsOrIsNoneIsRefused() {
        Window twice = new Window(Instant.parse("2026-10-25T00:00:00Z"), Instant.parse("2026-10-25T01:00:00Z"));

        assertThatThrownBy(() -> sluice.run("hourly", RunOptions.window(WindowChoice.of(twice)), RunListener.SILENT))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOWS_ALIKE));
        assertThatThrownBy(() -> run(twice, WindowWish.REPLACE))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_OFF_GRID));
    }

    @Test
    void aPipelineWithWindowsNeedsOne() {
        assertThatThrownBy(() -> sluice.run("daily", RunOptions.DEFAULT, RunListener.SILENT))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_NOT_NAMED));
    }

    private RunResult run(Window window, WindowWish wish) {
        return sluice.run(
                "daily", RunOptions.window(new WindowChoice(window, Optional.empty(), wish)), RunListener.SILENT);
    }

    private void arrives(String file, String... ids) throws IOException {
        Files.writeString(
                folder.resolve("inbox").resolve(file + ".csv"),
                Stream.concat(Stream.of("id"), Stream.of(ids)).collect(Collectors.joining("\n", "", "\n")));
    }

    private List<String> rows(String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }
}
