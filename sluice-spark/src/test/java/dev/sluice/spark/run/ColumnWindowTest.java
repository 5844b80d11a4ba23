package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.ledger.WindowClaim;
import dev.sluice.core.ledger.WindowRequest;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Windows that a column tells: each row in exactly one place, as the policy says. */
class ColumnWindowTest {
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("Europe/Berlin"));
    private static final Window MONDAY = TimeText.window("2026-03-02", DAYS);
    private static final Window TUESDAY = TimeText.window("2026-03-03", DAYS);
    private static final Window WEDNESDAY = TimeText.window("2026-03-04", DAYS);

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void aRowOfALaterDayWaitsForItsWindowAndLandsThere() throws IOException {
        open("quarantine", "");
        arrives("a", "1,2026-03-02T10:00:00+01:00", "2,2026-03-03T10:00:00+01:00", "x,2026-03-02T11:00:00+01:00", "3,");

        RunResult first = run(MONDAY);
        assertThat(first.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(first.rows().toString())
                .isEqualTo("RowCounts[read=4, landed=1, quarantined=2, filtered=0, deferred=1]");
        assertThat(landed()).containsExactly("1 2026-03-02");
        assertThat(quarantined()).containsExactly("3, 2026-03-02 NO_EVENT_TIME", "x,… 2026-03-02 NOT_AN_INTEGER");

        RunResult second = run(TUESDAY);

        assertThat(second.rows().landed()).isEqualTo(1);
        assertThat(second.rows().deferred()).isEqualTo(3);
        assertThat(landed()).containsExactly("1 2026-03-02", "2 2026-03-03");
        assertThat(settle()).isEmpty();
    }

    @Test
    void aLateRowIsQuarantinedByItsOwnReason() throws IOException {
        open("quarantine", "");
        oneRowComesLate();

        assertThat(landed()).containsExactly("1 2026-03-02", "3 2026-03-03");
        assertThat(quarantined()).containsExactly("2,… 2026-03-03 LATE_ROW");
        everyWindowAgainChangesNothing();
    }

    @Test
    void aLateRowLandsInItsWindowMarked() throws IOException {
        open("append", "");
        oneRowComesLate();

        assertThat(landed()).containsExactly("1 2026-03-02", "2 2026-03-02 late", "3 2026-03-03");
        everyWindowAgainChangesNothing();
    }

    @Test
    void aLateRowLandsInTheWindowOfTheRun() throws IOException {
        open("next", "");
        oneRowComesLate();

        assertThat(landed()).containsExactly("1 2026-03-02", "2 2026-03-03", "3 2026-03-03");
        everyWindowAgainChangesNothing();
    }

    @Test
    void aLateRowMakesItsWindowBeWrittenAgain() throws IOException {
        open("rewrite", "");
        oneRowComesLate();

        assertThat(landed()).containsExactly("1 2026-03-02", "2 2026-03-02", "3 2026-03-03");
        everyWindowAgainChangesNothing();
    }

    @Test
    void aRowThatComesTooLateIsQuarantinedWhateverThePolicy() throws IOException {
        open("rewrite", "lateness: 1d");
        arrives("a", "1,2026-03-02T10:00:00+01:00");
        run(MONDAY);
        run(TUESDAY);
        arrives("b", "2,2026-03-02T12:00:00+01:00", "3,2026-03-03T12:00:00+01:00");

        run(WEDNESDAY);
        settle();

        assertThat(landed()).containsExactly("1 2026-03-02", "3 2026-03-03");
        assertThat(quarantined()).containsExactly("2,… 2026-03-04 TOO_LATE");
    }

    @Test
    void aBadRowThatIsLateIsQuarantinedInItsHomeAndCountsUntilThatIsReplaced() throws IOException {
        open("append", "");
        arrives("a", "1,2026-03-02T10:00:00+01:00");
        run(MONDAY);
        arrives("b", "y,2026-03-02T12:00:00+01:00", "z,2026-03-03T12:00:00+01:00");
        run(TUESDAY);
        assertThat(quarantined()).containsExactly("y,… 2026-03-02 NOT_AN_INTEGER", "z,… 2026-03-03 NOT_AN_INTEGER");
        List<String> ids = ids();

        rerun(TUESDAY);
        assertThat(quarantined())
                .as("the bringer's re-run leaves the row to its home")
                .containsExactly("y,… 2026-03-02 NOT_AN_INTEGER", "z,… 2026-03-03 NOT_AN_INTEGER");
        rerun(MONDAY);

        assertThat(quarantined()).containsExactly("y,… 2026-03-02 NOT_AN_INTEGER", "z,… 2026-03-03 NOT_AN_INTEGER");
        assertThat(ids()).isEqualTo(ids);
    }

    @Test
    void datesFarAwayHaveWindowsOfTheirOwn() throws IOException {
        open("quarantine", "", "date", "");
        arrives("a", "1,2026-03-02", "2,2262-04-11", "3,2270-01-01", "4,9999-12-31", "5,0001-01-01");

        assertThat(run(MONDAY).rows().toString())
                .isEqualTo("RowCounts[read=5, landed=1, quarantined=0, filtered=0, deferred=4]");
        run(TimeText.window("2262-04-11", DAYS));
        run(TimeText.window("2270-01-01", DAYS));

        assertThat(landed()).containsExactly("1 2026-03-02", "2 2262-04-11", "3 2270-01-01");
        assertThat(quarantined()).isEmpty();
    }

    @Test
    void aRowWhoseEventTimeIsMendedStaysWhereItWasMet() throws IOException {
        open("quarantine", "", "timestamptz", """
                fix:
                  - {type: synonyms, column: at, values: {monday: "2026-03-02T12:00:00+01:00", tuesday: "2026-03-03T12:00:00+01:00"}}
                """);
        arrives("a", "1,monday", "2,tuesday", "3,someday", "4,2026-03-03T10:00:00+01:00");
        run(MONDAY);
        List<String> quarantined = List.of("2,… 2026-03-02 NOT_A_TIMESTAMP", "3,… 2026-03-02 NOT_A_TIMESTAMP");
        assertThat(landed()).containsExactly("1 2026-03-02");
        assertThat(quarantined()).isEqualTo(quarantined);

        run(TUESDAY);

        assertThat(landed()).containsExactly("1 2026-03-02", "4 2026-03-03");
        assertThat(quarantined()).isEqualTo(quarantined);
        everyWindowAgainChangesNothing();
    }

    @Test
    void windowsThatNeedTheSameFileAreRunOneAfterTheOther() throws IOException {
        open("quarantine", "");
        arrives("a", "1,2026-03-02T10:00:00+01:00", "2,2026-03-03T10:00:00+01:00", "3,2026-03-04T10:00:00+01:00");
        List<WindowChoice> choices =
                Stream.of(MONDAY, TUESDAY, WEDNESDAY).map(WindowChoice::of).toList();
        List<Window> told = new ArrayList<>();

        List<WindowOutcome> outcomes =
                sluice.run("events", choices, 2, RunListener.SILENT, outcome -> told.add(outcome.window()));

        assertThat(outcomes).extracting(WindowOutcome::window).containsExactly(MONDAY, TUESDAY, WEDNESDAY);
        assertThat(outcomes).allMatch(outcome -> outcome.failure().isEmpty());
        assertThat(told).containsExactlyInAnyOrder(MONDAY, TUESDAY, WEDNESDAY);
        assertThat(landed()).containsExactly("1 2026-03-02", "2 2026-03-03", "3 2026-03-04");
    }

    @Test
    void filesOfAHeldRunAreLeftOutAndTheirRowsAreLateOnceItIsPublished() throws IOException {
        open("rewrite", "", "timestamptz", "budget: {rejected: 0}\n");
        arrives("a", "1,2026-03-02T10:00:00+01:00", "2,2026-03-03T10:00:00+01:00", "x,2026-03-02T11:00:00+01:00");
        RunResult held = run(MONDAY);
        assertThat(held.state()).isEqualTo(RunState.HELD);
        arrives("b", "3,2026-03-03T11:00:00+01:00");

        RunResult tuesday = run(TUESDAY);

        assertThat(tuesday.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(tuesday.warnings())
                .singleElement()
                .asString()
                .contains("left out: 1 files of runs that are held", "a.csv");
        assertThat(landed()).containsExactly("3 2026-03-03");
        sluice.accept(held.runId(), "ada");
        settle();
        assertThat(landed()).containsExactly("1 2026-03-02", "2 2026-03-03", "3 2026-03-03");
    }

    @Test
    void aRunWaitsForOneOfAnotherWindowThatReadsItsFiles() throws IOException {
        open("quarantine", "");
        arrives("a", "1,2026-03-02T10:00:00+01:00");
        run(MONDAY);
        SourceFile read = sluice.ledger().files(run(MONDAY).landedBy()).get(0);
        WindowRequest other = new WindowRequest(
                "events",
                "r-other",
                WEDNESDAY,
                Optional.empty(),
                WindowWish.MISSING,
                true,
                List.of(read),
                List.of(),
                "shop.events",
                "shop.events__quarantine",
                "f00d",
                Owner.current());
        RunLease lease = ((WindowClaim.Started) sluice.ledger().windows().begin(other)).lease();
        List<String> waited = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void step(String name, String detail) {
                if (name.equals("wait")) {
                    sluice.ledger().failed(lease, "done");
                    waited.add(detail);
                }
            }

            @Override
            public void progress(int tasksDone, int tasksTotal, long recordsRead) {}
        };

        RunResult again = sluice.run(
                "events", RunOptions.window(new WindowChoice(MONDAY, Optional.empty(), WindowWish.REPLACE)), listener);

        assertThat(waited).containsExactly("run r-other reads files of this window");
        assertThat(again.state()).isEqualTo(RunState.PUBLISHED);
    }

    /** Monday is published when a file of Tuesday brings one more row of it. */
    private void oneRowComesLate() throws IOException {
        arrives("a", "1,2026-03-02T10:00:00+01:00");
        run(MONDAY);
        arrives("b", "2,2026-03-02T12:00:00+01:00", "3,2026-03-03T12:00:00+01:00");

        RunResult result = run(TUESDAY);
        settle();

        assertThat(result.late()).isEqualTo(Map.of(Delay.UP_TO_1D, 1L));
        assertThat(sluice.windows("events", Optional.empty()).stream()
                        .filter(line -> line.window().equals(TUESDAY))
                        .findFirst()
                        .flatMap(line -> line.state())
                        .orElseThrow()
                        .lateRows())
                .isEqualTo(Map.of(Delay.UP_TO_1D, 1L));
    }

    private void everyWindowAgainChangesNothing() {
        List<String> landed = landed();
        List<String> quarantined = quarantined();
        for (Window window : List.of(TUESDAY, MONDAY, TUESDAY)) {
            rerun(window);
            assertThat(settle()).isEmpty();
        }
        assertThat(landed()).isEqualTo(landed);
        assertThat(quarantined()).isEqualTo(quarantined);
    }

    private void open(String late, String more) throws IOException {
        open(late, more, "timestamptz", "");
    }

    /** @param more keys of the window @param type of the event time @param steps keys of the pipeline */
    private void open(String late, String more, String type, String steps) throws IOException {
        Files.writeString(folder.resolve("pipelines/events.yaml"), """
                source: {files: "inbox/*.csv", format: csv}
                window:
                  every: 1d
                  column: at
                  zone: Europe/Berlin
                  late: %s
                  %s
                target:
                  table: shop.events
                  columns: {id: {type: long, required: true}, at: %s}
                %s""".formatted(late, more, type, steps));
        sluice = Sluice.open(project(), LocalSpark.session());
    }

    private Project project() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    private void arrives(String file, String... rows) throws IOException {
        Files.writeString(
                folder.resolve("inbox").resolve(file + ".csv"),
                Stream.concat(Stream.of("id,at"), Stream.of(rows)).collect(Collectors.joining("\n", "", "\n")));
    }

    private RunResult run(Window window) {
        return sluice.run("events", RunOptions.window(WindowChoice.of(window)), RunListener.SILENT);
    }

    private RunResult rerun(Window window) {
        return sluice.run(
                "events",
                RunOptions.window(new WindowChoice(window, Optional.empty(), WindowWish.REPLACE)),
                RunListener.SILENT);
    }

    private List<WindowOutcome> settle() {
        List<WindowOutcome> outcomes = sluice.settle(project().pipeline("events"), RunListener.SILENT, outcome -> {});
        assertThat(outcomes).allMatch(outcome -> outcome.failure().isEmpty());
        return outcomes;
    }

    /** Each row with its window and its mark. */
    private List<String> landed() {
        boolean marked =
                List.of(sluice.query("select * from shop.events").columns()).contains("late");
        return sluice
                .query("select concat_ws(' ', id, date(from_utc_timestamp(window_start, 'Europe/Berlin'))%s)"
                                .formatted(marked ? ", if(late, 'late', null)" : "")
                        + " from shop.events order by id, 1")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<String> quarantined() {
        return sluice
                .quarantine("events", QuarantineFilter.ALL)
                .selectExpr("concat(substring_index(raw, ',', 1), ',', if(raw like '%,_%', '…', ''), ' ',"
                        + " date(from_utc_timestamp(window_start, 'Europe/Berlin')), ' ',"
                        + " array_join(transform(reasons, r -> r.code), ' '))")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private List<String> ids() {
        return sluice.quarantine("events", QuarantineFilter.ALL).select("quarantine_id").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }
}
