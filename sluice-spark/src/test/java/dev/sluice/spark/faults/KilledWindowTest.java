package dev.sluice.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowOverview;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.commit.Death;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import dev.sluice.spark.run.WindowChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills a window's run, the second one of that window; {@code faults/windows} kills backfills at random. */
class KilledWindowTest {
    private static final int ROWS = 300;
    private static final int CORRECTED_ROWS = 200;
    private static final int BAD = 10;
    private static final String FIRST = "2026-04-01";
    private static final String SECOND = "2026-04-02";
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneOffset.UTC);

    @TempDir
    static Path folder;

    private static KeptState kept;

    /** Two days have landed, and the first one's file has been corrected. */
    @BeforeAll
    static void twoDaysHaveLanded() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: "inbox/${window.start:yyyy-MM-dd}.csv", format: csv}
                window: {every: 1d, zone: UTC, starts: 2026-04-01}
                target:
                  table: shop.orders
                  columns: {id: {type: long, required: true}, day: date}
                """);
        arrives(FIRST, 0, ROWS);
        arrives(SECOND, ROWS, ROWS);
        run(FIRST, WindowWish.MISSING);
        run(SECOND, WindowWish.MISSING);
        arrives(FIRST, 2 * ROWS, CORRECTED_ROWS);
        kept = KeptState.of(folder.resolve(".sluice"));
    }

    @BeforeEach
    void nothingElseHasHappened() throws IOException {
        kept.restore();
    }

    static Stream<Arguments> moments() {
        return LongTests.orFirst(
                1,
                List.of(
                        Arguments.of("before", CommitStep.COMMIT_TARGET, RunState.ALREADY_LANDED),
                        Arguments.of("before", CommitStep.LEDGER_PREPARED, RunState.PUBLISHED),
                        Arguments.of("after", CommitStep.COMMIT_TARGET, RunState.ALREADY_LANDED)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("moments")
    void aWindowWhoseRunWasKilledIsReplacedOnceByTheNext(String side, CommitStep step, RunState next) throws Exception {
        kill(side, step);

        // What was prepared is published by whoever comes next; what was not is run again.
        sluice(sluice -> sluice.recover("orders"));
        RunResult again = run(FIRST, next == RunState.PUBLISHED ? WindowWish.REPLACE : WindowWish.MISSING);

        assertThat(again.state()).isEqualTo(next);
        assertReplaced();
    }

    /** The protection off: nobody remembers the runs. Replacing stands that too; appending would double the window. */
    @Test
    void withoutTheLedgerWindowsSeemMissingAndAreReplacedAllTheSame() throws Exception {
        run(FIRST, WindowWish.REPLACE);
        try (Stream<Path> state = Files.list(folder.resolve(".sluice"))) {
            for (Path file : state.filter(some -> some.getFileName().toString().startsWith("ledger"))
                    .toList()) {
                Files.delete(file);
            }
        }
        assertStates(Status.MISSING);

        run(FIRST, WindowWish.MISSING);
        run(SECOND, WindowWish.MISSING);

        assertReplaced();
    }

    /** The protection off: what was there is deleted and what comes is appended, in two commits, and no run is prepared. */
    @Test
    void aWindowThatIsReplacedInTwoCommitsIsLostByACrashBetweenThem() {
        sluice(sluice -> sluice.catalog()
                .find(new TableName("shop", "orders"))
                .orElseThrow()
                .newDelete()
                .deleteFromRowFilter(Expressions.equal("window_start", FIRST + "T00:00:00+00:00"))
                .commit());

        RunResult next = run(FIRST, WindowWish.MISSING);

        assertThat(next.state()).isEqualTo(RunState.ALREADY_LANDED);
        sluice(sluice -> assertThat(sluice.query("select * from shop.orders where day = date'2026-04-01'")
                        .count())
                .isZero());
    }

    /** In the short form within this process. */
    private void kill(String side, CommitStep step) throws Exception {
        if (LongTests.wanted()) {
            new HaltedProcess(folder, "orders", List.of("-Dfaults.window=" + FIRST)).kill(side, step);
            return;
        }
        try (Sluice sluice = open(new Death(side, step))) {
            assertThatThrownBy(() -> run(sluice, FIRST, WindowWish.REPLACE)).isInstanceOf(Death.Killed.class);
        }
    }

    /** The first ten rows have no day. */
    private static void arrives(String day, int from, int rows) throws IOException {
        StringBuilder text = new StringBuilder("id,day\n");
        for (int row = 0; row < rows; row++) {
            text.append(from + row).append(row < BAD ? ",someday\n" : "," + day + "\n");
        }
        Files.writeString(folder.resolve("inbox/" + day + ".csv"), text);
    }

    private static RunResult run(String day, WindowWish wish) {
        try (Sluice sluice = open()) {
            return run(sluice, day, wish);
        }
    }

    private static RunResult run(Sluice sluice, String day, WindowWish wish) {
        return sluice.run(
                "orders", RunOptions.window(new WindowChoice(window(day), Optional.empty(), wish)), RunListener.SILENT);
    }

    private static Window window(String day) {
        return TimeText.window(day, DAYS);
    }

    private void assertReplaced() {
        sluice(sluice -> {
            Row landed = sluice.query("select count_if(day = date'2026-04-01'), count_if(day = date'2026-04-02'),"
                            + " count(distinct id), min(id) from shop.orders")
                    .first();
            assertThat(landed.toString())
                    .isEqualTo("[%d,%d,%d,%d]"
                            .formatted(CORRECTED_ROWS - BAD, ROWS - BAD, CORRECTED_ROWS + ROWS - 2 * BAD, ROWS + BAD));
            Row quarantine = sluice.quarantine("orders", QuarantineFilter.ALL)
                    .selectExpr("count_if(source_uri like '%04-01.csv')", "count_if(source_uri like '%04-02.csv')")
                    .first();
            assertThat(quarantine.toString()).isEqualTo("[%1$d,%1$d]".formatted(BAD));
        });
        assertStates(Status.PUBLISHED);
    }

    private void assertStates(Status status) {
        sluice(sluice -> assertThat(sluice.windows("orders", Optional.of(window(FIRST))).stream()
                        .filter(line ->
                                !line.window().start().isAfter(window(SECOND).start()))
                        .map(WindowOverview.Line::status))
                .containsExactly(status, status));
    }

    private void sluice(Consumer<Sluice> use) {
        try (Sluice sluice = open()) {
            use.accept(sluice);
        }
    }

    private static Sluice open() {
        return open(CommitObserver.NONE);
    }

    private static Sluice open(CommitObserver observer) {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session(), observer);
    }
}
