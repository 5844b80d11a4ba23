package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A published run is taken back as if it had never been. */
class RollbackTest {
    private static final String ORDERS = """
            source: {files: inbox/*.csv, format: csv}
            target:
              table: shop.orders
              columns: {id: {type: long, required: true}, amount: int}
            """;
    private static final String DAILY = """
            source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
            window: {every: 1d, starts: 2026-03-01}
            target:
              table: shop.daily
              columns: {id: {type: long, required: true}}
            """;
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("UTC"));
    private static final Window DAY = TimeText.window("2026-03-01", DAYS);

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        for (String each : List.of("pipelines", "inbox", "days")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.writeString(folder.resolve("pipelines/orders.yaml"), ORDERS);
        Files.writeString(folder.resolve("pipelines/daily.yaml"), DAILY);
        sluice = open(CommitObserver.NONE);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private Sluice open(CommitObserver observer) {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session(), observer);
    }

    private void arrives(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private RunResult run() {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private RunResult runDay(WindowWish wish) {
        return sluice.run(
                "daily", RunOptions.window(new WindowChoice(DAY, Optional.empty(), wish)), RunListener.SILENT);
    }

    private List<String> ids(String table) {
        return sluice.query("select id from " + table + " order by id").collectAsList().stream()
                .map(row -> row.get(0).toString())
                .toList();
    }

    private RunState state(String runId) {
        return sluice.ledger().run(runId).orElseThrow().state();
    }

    @Test
    void aRunIsTakenBackAndItsBatchCanBeLoadedAgain() throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,1\n");
        run();
        arrives("inbox/b.csv", "id,amount\n2,1\n3,x\n");
        RunResult bad = run();
        arrives("inbox/c.csv", "id,amount\n4,1\n");
        run();

        assertThat(sluice.rollback(bad.runId(), List.of(), "ada"))
                .singleElement()
                .satisfies(taken -> {
                    assertThat(taken.state()).isEqualTo(RunState.ROLLED_BACK);
                    assertThat(taken.message().orElseThrow()).startsWith("taken back by ada, snapshot ");
                });
        sluice.rollback(bad.runId(), List.of(), "bob");

        assertThat(ids("shop.orders")).containsExactly("1", "4");
        assertThat(sluice.quarantine("orders", QuarantineFilter.ALL).count()).isZero();

        RunResult again = run();
        assertThat(again.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(ids("shop.orders")).containsExactly("1", "2", "4");
        assertThat(sluice.quarantine("orders", QuarantineFilter.ALL).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "before, LEDGER_ROLLBACK_ASKED, false",
        "after, LEDGER_ROLLBACK_ASKED, true",
        "before, COMMIT_ROLLBACK, true",
        "after, COMMIT_ROLLBACK, true",
        "before, LEDGER_ROLLED_BACK, true",
        "after, LEDGER_ROLLED_BACK, true"
    })
    void whatWasCutShortIsFinishedByTheNextRun(String side, CommitStep at, boolean asked) throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,1\n");
        run();
        arrives("inbox/b.csv", "id,amount\n2,1\n");
        RunResult second = run();
        try (Sluice dying = open(new Dying(side, at))) {
            assertThatThrownBy(() -> dying.rollback(second.runId(), List.of(), "ada"))
                    .isInstanceOf(StackOverflowError.class);
        }

        arrives("inbox/c.csv", "id,amount\n3,1\n");
        run();

        // Whose rollback is finished by this run has its file free for it.
        assertThat(state(second.runId())).isEqualTo(asked ? RunState.ROLLED_BACK : RunState.PUBLISHED);
        assertThat(ids("shop.orders")).containsExactly("1", "2", "3");
        assertThat(run().state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(sluice.query("select * from shop.orders.snapshots").count()).isEqualTo(asked ? 4 : 3);
    }

    /** Ends the process, as far as the steps are concerned. */
    private record Dying(String side, CommitStep at) implements CommitObserver {
        @Override
        public void before(CommitStep step) {
            die("before", step);
        }

        @Override
        public void after(CommitStep step) {
            die("after", step);
        }

        private void die(String now, CommitStep step) {
            if (step == at && side.equals(now)) {
                throw new StackOverflowError("the process ends here");
            }
        }
    }

    @Test
    void aWindowThatWasRunAgainHasTheRowsOfTheRunBefore() throws IOException {
        arrives("days/2026-03-01.csv", "id\n1\n");
        RunResult first = runDay(WindowWish.MISSING);
        arrives("days/2026-03-01.csv", "id\n7\nx\n");
        RunResult second = runDay(WindowWish.REPLACE);
        assertThatThrownBy(() -> sluice.rollback(first.runId(), List.of(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                .hasMessageContaining("--also " + second.runId());

        sluice.rollback(second.runId(), List.of(), "ada");

        assertThat(ids("shop.daily")).containsExactly("1");
        assertThat(sluice.quarantine("daily", QuarantineFilter.ALL).count()).isZero();
        assertThat(runDay(WindowWish.MISSING).landedBy()).isEqualTo(first.runId());

        RunResult third = runDay(WindowWish.REPLACE);
        assertThat(ids("shop.daily")).containsExactly("7");
        sluice.rollback(first.runId(), List.of(third.runId()), "ada");
        assertThat(ids("shop.daily")).isEmpty();
        assertThat(runDay(WindowWish.MISSING).state()).isEqualTo(RunState.PUBLISHED);
    }

    /** Its run lands rows in its own window, adds one to a window before, and leaves one to a window to come. */
    @Test
    void aRunWithRowsOfOtherWindowsIsTakenBackUnlessOneOfThoseHasReadItsFile() throws IOException {
        arrives("pipelines/events.yaml", """
                source: {files: events/*.csv, format: csv}
                window: {every: 1d, column: day, late: append}
                target:
                  table: shop.events
                  columns: {id: {type: long, required: true}, day: date}
                """);
        Files.createDirectories(folder.resolve("events"));
        sluice.close();
        sluice = open(CommitObserver.NONE);
        arrives("events/a.csv", "id,day\n1,2026-03-02\n");
        runEvents("2026-03-02");
        arrives("events/b.csv", "id,day\n2,2026-03-03\n3,2026-03-02\n4,2026-03-04\n");
        RunResult tuesday = runEvents("2026-03-03");
        assertThat(events()).containsExactly("1 2 false", "2 3 false", "3 2 true");

        sluice.rollback(tuesday.runId(), List.of(), "ada");
        assertThat(events()).containsExactly("1 2 false");
        RunResult again = runEvents("2026-03-03");
        assertThat(events()).containsExactly("1 2 false", "2 3 false", "3 2 true");

        RunResult wednesday = runEvents("2026-03-04");
        assertThat(events()).containsExactly("1 2 false", "2 3 false", "3 2 true", "4 4 false");
        assertThatThrownBy(() -> sluice.rollback(again.runId(), List.of(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                .hasMessageContaining(wednesday.runId());
        sluice.rollback(again.runId(), List.of(wednesday.runId()), "ada");
        assertThat(events()).containsExactly("1 2 false");
        runEvents("2026-03-04");
        runEvents("2026-03-03");
        assertThat(events())
                .as("whoever reads the file first places its rows")
                .containsExactly("1 2 false", "2 3 false", "3 2 true", "4 4 false");
    }

    private RunResult runEvents(String day) {
        return sluice.run(
                "events",
                RunOptions.window(new WindowChoice(TimeText.window(day, DAYS), Optional.empty(), WindowWish.MISSING)),
                RunListener.SILENT);
    }

    /** Id, day of the window, whether it is marked as late. */
    private List<String> events() {
        return sluice
                .query(
                        "select concat_ws(' ', id, day(window_start), coalesce(late, false)) from shop.events order by id")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void rowsThatCameBackStayOnceTheSnapshotThatRemovedThemHasExpired() throws IOException {
        arrives("days/2026-03-01.csv", "id\n1\n");
        runDay(WindowWish.MISSING);
        arrives("days/2026-03-01.csv", "id\n7\n");
        RunResult second = runDay(WindowWish.REPLACE);
        sluice.rollback(second.runId(), List.of(), "ada");

        sluice.catalog()
                .find(new TableName("shop", "daily"))
                .orElseThrow()
                .expireSnapshots()
                .expireOlderThan(System.currentTimeMillis() + 1000)
                .commit();
        assertThat(ids("shop.daily"))
                .as("once all older snapshots have expired")
                .containsExactly("1");
    }

    @Test
    void aRunWhoseQuarantinedRowsHaveLandedByAReplayIsRefusedUnlessThatGoesToo() throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,1\n2,x\n");
        RunResult first = run();
        Files.writeString(folder.resolve("pipelines/orders.yaml"), ORDERS.replace("amount: int", "amount: string"));
        sluice.close();
        Files.writeString(
                folder.resolve("pipelines/orders.yaml"),
                ORDERS + "convert:\n"
                        + "  - {type: derive, column: amount, expression: \"CASE WHEN amount = 'x' THEN '0' ELSE amount END\"}\n");
        sluice = open(CommitObserver.NONE);
        RunResult replay = sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);
        assertThat(replay.rows().landed()).isEqualTo(1);

        assertThatThrownBy(() -> sluice.rollback(first.runId(), List.of(), "ada"))
                .hasMessageContaining("run %s has landed rows".formatted(replay.runId()));
        assertThat(sluice.rollback(first.runId(), List.of(replay.runId()), "ada"))
                .hasSize(2);

        assertThat(ids("shop.orders")).isEmpty();
        assertThat(run().rows().landed()).isEqualTo(2);
    }

    @Test
    void rowsStayInQuarantineAsLongAsTheirReplayCanBeTakenBackAndItCannotOnceTheyAreGone() throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,1\n2,x\n");
        RunResult first = run();
        arrives("inbox/b.csv", "id,amount\n3,y\n");
        run();
        sluice.discardRows("orders", ofFile("b.csv"), "ada", "not ours", RunListener.SILENT);
        String discard = newest().runId();
        String lenient = ORDERS
                + "convert:\n  - {type: derive, column: amount, expression: \"replace(amount, 'x', '0')\"}\n"
                + "quarantine: {retention: 0s}\n";
        declare("orders", lenient);
        RunResult replay = sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);

        sluice.maintain("orders", Optional.empty(), RunListener.SILENT);
        sluice.rollback(replay.runId(), List.of(), "ada");
        assertThat(ids("shop.orders")).containsExactly("1");
        assertThat(sluice.quarantine("orders", QuarantineFilter.ALL).count())
                .as("it was purged by nobody")
                .isEqualTo(1);

        RunResult again = sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);
        assertThat(purge("orders", Duration.ZERO)).isEqualTo(2);
        for (String deciding : List.of(again.runId(), discard)) {
            assertThatThrownBy(() -> sluice.rollback(deciding, List.of(), "ada"))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                    .hasMessageContaining("1 rows about which it decided were removed from the quarantine");
        }
        assertThat(ids("shop.orders")).containsExactly("1", "2");

        sluice.rollback(first.runId(), List.of(again.runId()), "ada");
        assertThat(ids("shop.orders")).isEmpty();
        assertThat(run().rows().landed()).isEqualTo(2);
    }

    @Test
    void supersededRowsGoOnceTheRunThatSupersededThemStays() throws IOException {
        arrives("days/2026-03-01.csv", "id\nx\n");
        runDay(WindowWish.MISSING);
        arrives("days/2026-03-01.csv", "id\n1\ny\n");
        RunResult second = runDay(WindowWish.REPLACE);
        assertThat(purge("daily", Duration.ofDays(1))).isZero();
        sluice.rollback(second.runId(), List.of(), "ada");
        assertThat(raw("daily")).containsExactly("x");

        RunResult third = runDay(WindowWish.REPLACE);
        assertThat(purge("daily", Duration.ZERO))
                .as("of the first run, and of the one that was taken back")
                .isEqualTo(2);
        assertThat(raw("daily")).containsExactly("y");
        RunResult fourth = runDay(WindowWish.REPLACE);
        sluice.rollback(fourth.runId(), List.of(), "ada");
        assertThat(raw("daily")).containsExactly("y");
        assertThatThrownBy(() -> sluice.rollback(third.runId(), List.of(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED))
                .hasMessageContaining("rows that it has superseded were removed since");
    }

    @Test
    void rowsOfATableThatWasReplacedGoToo() throws IOException {
        declare("orders", ORDERS.replace("target:", "target:\n  write: replace"));
        arrives("inbox/a.csv", "id,amount\n1,1\n9,x\n");
        run();
        arrives("inbox/b.csv", "id,amount\n2,1\n3,y\n");
        RunResult second = run();

        assertThat(purge("orders", Duration.ofDays(1))).isZero();
        assertThat(purge("orders", Duration.ZERO)).isEqualTo(1);
        assertThat(raw("orders")).containsExactly("3,y");
        assertThatThrownBy(() -> sluice.rollback(second.runId(), List.of(), "ada"))
                .hasMessageContaining("rows that it has superseded were removed since");
    }

    /** @param keep how far back runs can be taken back */
    private long purge(String pipeline, Duration keep) {
        return sluice.removeOldDecidedRows(pipeline, Duration.ZERO, Optional.of(keep), RunListener.SILENT);
    }

    private List<String> raw(String pipeline) {
        return sluice.quarantine(pipeline, QuarantineFilter.ALL).select("raw").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private RunRecord newest() {
        return sluice.ledger()
                .runs(new RunFilter(Optional.empty(), Set.of(), 1))
                .get(0);
    }

    private void declare(String pipeline, String text) throws IOException {
        Files.writeString(folder.resolve("pipelines/%s.yaml".formatted(pipeline)), text);
        sluice.close();
        sluice = open(CommitObserver.NONE);
    }

    private static QuarantineFilter ofFile(String file) {
        return new QuarantineFilter(Optional.empty(), Optional.empty(), Optional.of(file), Optional.empty());
    }

    @Test
    void aRowThatFailedAReplayAndLandedByTheNextIsOneOfTheRunThatQuarantinedIt() throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,1\n2,x\n");
        RunResult first = run();
        assertThat(sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT)
                        .rows()
                        .landed())
                .isZero();
        sluice.close();
        Files.writeString(
                folder.resolve("pipelines/orders.yaml"),
                ORDERS + "convert:\n  - {type: derive, column: amount, expression: \"replace(amount, 'x', '0')\"}\n");
        sluice = open(CommitObserver.NONE);
        RunResult second = sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);
        assertThat(second.rows().landed()).isEqualTo(1);

        assertThatThrownBy(() -> sluice.rollback(first.runId(), List.of(), "ada"))
                .hasMessageContaining("run %s has landed rows".formatted(second.runId()));
        assertThat(ids("shop.orders")).containsExactly("1", "2");
    }

    @Test
    void aReplayThatWasCutShortIsEndedBeforeTheRunWhoseRowsItLands() throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,1\n2,x\n");
        RunResult first = run();
        sluice.close();
        Files.writeString(
                folder.resolve("pipelines/orders.yaml"),
                ORDERS + "convert:\n  - {type: derive, column: amount, expression: \"replace(amount, 'x', '0')\"}\n");
        sluice = open(CommitObserver.NONE);
        try (Sluice dying = open(new Dying("before", CommitStep.COMMIT_TARGET))) {
            assertThatThrownBy(() -> dying.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT))
                    .isInstanceOf(StackOverflowError.class);
        }

        assertThatThrownBy(() -> sluice.rollback(first.runId(), List.of(), "ada"))
                .hasMessageContaining("has landed rows that it had quarantined");
        assertThat(ids("shop.orders")).containsExactly("1", "2");
        assertThat(run().state()).isEqualTo(RunState.ALREADY_LANDED);
    }

    @Test
    void thoseThatAreNotTakenBackYetAreTakenBackBesideOneThatIs() throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,1\n");
        RunResult first = run();
        arrives("inbox/b.csv", "id,amount\n2,1\n");
        RunResult second = run();
        sluice.rollback(first.runId(), List.of(), "ada");

        assertThat(sluice.rollback(first.runId(), List.of(second.runId()), "ada"))
                .extracting(RunRecord::state)
                .containsOnly(RunState.ROLLED_BACK);
        assertThat(ids("shop.orders")).isEmpty();
    }

    @Test
    void whatWasAskedForOfATableThatIsGoneIsGivenUp() throws Exception {
        arrives("inbox/a.csv", "id,amount\n1,1\n");
        RunResult first = run();
        try (Sluice dying = open(new Dying("after", CommitStep.LEDGER_ROLLBACK_ASKED))) {
            assertThatThrownBy(() -> dying.rollback(first.runId(), List.of(), "ada"))
                    .isInstanceOf(StackOverflowError.class);
        }
        try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".sluice/catalog.db"));
                Statement statement = catalog.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM iceberg_tables WHERE table_name = 'orders'"))
                    .isEqualTo(1);
        }

        arrives("inbox/b.csv", "id,amount\n2,1\n");
        assertThat(run().rows().landed()).isEqualTo(1);
        assertThat(sluice.ledger().rollbacks().open("orders")).isEmpty();
    }

    @Test
    void aRunThatIsNotPublishedIsRefused() throws IOException {
        arrives("inbox/a.csv", "id,amount\n1,x\n");
        Files.writeString(folder.resolve("pipelines/orders.yaml"), ORDERS + "budget: {rejected: 0}\n");
        sluice.close();
        sluice = open(CommitObserver.NONE);
        RunResult held = run();
        assertThat(held.state()).isEqualTo(RunState.HELD);

        assertThatThrownBy(() -> sluice.rollback(held.runId(), List.of(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROLLBACK_REFUSED));
        assertThatThrownBy(() -> sluice.rollback("nobody", List.of(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_NOT_FOUND));
        assertThat(state(held.runId())).isEqualTo(RunState.HELD);
    }
}
