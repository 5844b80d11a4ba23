package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaintenanceTest {
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("UTC"));

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        for (String each : List.of("pipelines", "inbox", "days")) {
            Files.createDirectories(folder.resolve(each));
        }
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  columns: {id: {type: long, required: true}, amount: int}
                audits:
                  - {name: small, that: max(id) < 100}
                """);
        Files.writeString(folder.resolve("pipelines/daily.yaml"), """
                source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
                window: {every: 1d, starts: 2026-03-01}
                target:
                  table: shop.daily
                  columns: {id: {type: long, required: true}}
                audits:
                  - {name: small, that: max(id) < 100}
                """);
        open();
    }

    private void open() {
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void maintainAfter(int commits, String pipeline) throws IOException {
        Files.writeString(
                folder.resolve("pipelines/%s.yaml".formatted(pipeline)),
                "maintain: {after: %d}\n".formatted(commits),
                StandardOpenOption.APPEND);
        sluice.close();
        open();
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private RunResult land(String file, String... rows) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), "id,amount\n" + String.join("\n", rows) + "\n");
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private RunResult runDay(String day, WindowWish wish, String... ids) throws IOException {
        Files.writeString(folder.resolve("days/" + day + ".csv"), "id\n" + String.join("\n", ids) + "\n");
        return sluice.run(
                "daily",
                RunOptions.window(new WindowChoice(TimeText.window(day, DAYS), Optional.empty(), wish)),
                RunListener.SILENT);
    }

    private List<String> rows(String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }

    private List<MaintainedTable> maintain(String pipeline, Duration keep) {
        return sluice.maintain(pipeline, Optional.of(keep), RunListener.SILENT);
    }

    private void makeOld() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(".sluice"))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("warehouse"))
                    .toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(30))));
            }
        }
    }

    private void endRunsLongAgo() {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".sluice/ledger.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE run SET ended_at = ended_at - 864000000 WHERE ended_at IS NOT NULL");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that others may do to a table while a run goes on, in a thread of their own. */
    private void meanwhile(Callable<?> change, String pipeline) {
        try {
            CompletableFuture.runAsync(() -> {
                        try {
                            Object ignored = change.call();
                            makeOld();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        endRunsLongAgo();
                        maintain(pipeline, Duration.ZERO);
                    })
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNoFileIsMissing(String table) {
        assertThat(rows("select replace(file_path, 'file:', '') from " + table + ".all_data_files"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Path.of(file)).exists());
    }

    /** While it is running, and once it is prepared. */
    @ParameterizedTest
    @EnumSource(
            value = CommitStep.class,
            names = {"LEDGER_PREPARED", "COMMIT_TARGET"})
    void aRunThatReplacesAWindowKeepsWhatItNeeds(CommitStep at) throws IOException {
        for (int i = 1; i < 7; i++) {
            runDay("2026-03-0" + i, WindowWish.MISSING, "" + i);
        }
        CommitObserver others = new CommitObserver() {
            @Override
            public void before(CommitStep step) {
                if (step == at) {
                    // Two commits: the first of them is what the run cannot do without.
                    meanwhile(
                            () -> List.of(
                                    runDay("2026-03-07", WindowWish.MISSING, "7"),
                                    runDay("2026-03-08", WindowWish.MISSING, "11")),
                            "daily");
                }
            }
        };
        List<String> steps = new ArrayList<>();
        Files.writeString(folder.resolve("days/2026-03-01.csv"), "id\n8\n9\n");

        RunResult run;
        try (Sluice observed = Sluice.open(
                Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session(), others)) {
            run = observed.run(
                    "daily",
                    RunOptions.window(new WindowChoice(
                            TimeText.window("2026-03-01", DAYS), Optional.empty(), WindowWish.REPLACE)),
                    hearing((step, detail) -> steps.add(step)));
        }

        assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(steps).doesNotContain("start over");
        assertThat(rows("select id from shop.daily order by id"))
                .containsExactly("2", "3", "4", "5", "6", "7", "8", "9", "11");
        assertNoFileIsMissing("shop.daily");
    }

    @Test
    void aRunThatReadsTheStateOfATableKeepsIt() throws IOException {
        Files.writeString(folder.resolve("pipelines/child.yaml"), """
                source: {table: shop.orders}
                target: {table: shop.child, columns: {id: long}}
                """);
        sluice.close();
        open();
        for (int i = 0; i < 6; i++) {
            land(i + ".csv", i + ",1");
        }

        RunResult run = sluice.run("child", RunOptions.DEFAULT, hearing((step, detail) -> {
            if (step.equals("read")) {
                meanwhile(() -> land("6.csv", "6,1"), "orders");
            }
        }));

        assertThat(run.rows().landed())
                .as("those of the state that it was begun with")
                .isEqualTo(6);
        assertThat(rows("select id from shop.child order by id")).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(rows("select count(*) from shop.orders.files"))
                .as("compacted")
                .containsExactly("1");
        assertThat(rows("select count(*), sum(id) from shop.orders")).containsExactly("7 21");
        assertNoFileIsMissing("shop.orders");
    }

    private static RunListener hearing(BiConsumer<String, String> steps) {
        return new RunListener() {
            @Override
            public void step(String name, String detail) {
                steps.accept(name, detail);
            }

            @Override
            public void progress(int tasksDone, int tasksTotal, long recordsRead) {}
        };
    }

    @Test
    void smallFilesAreCompactedAndOldSnapshotsGoWhileAHeldRunStays() throws IOException {
        RunResult held = land("h.csv", "100,1", "101,1", "x,1");
        assertThat(held.state()).isEqualTo(RunState.HELD);
        for (int i = 0; i < 6; i++) {
            land(i + ".csv", i + ",1");
        }
        makeOld();

        MaintainedTable orders = maintain("orders", Duration.ZERO).get(0);

        assertThat(orders.compacted()).isEqualTo(6);
        assertThat(orders.expired()).as("the held run may need them").isZero();
        assertThat(rows("select count(*) from shop.orders.files")).containsExactly("1");
        assertThat(sluice.accept(held.runId(), "ada").state()).isEqualTo(RunState.PUBLISHED);
        assertThat(rows("select id from shop.orders order by id"))
                .containsExactly("0", "1", "2", "3", "4", "5", "100", "101");

        land("z.csv", "7,1");
        assertThat(maintain("orders", Duration.ofDays(1)).get(0).expired()).isZero();
        assertThat(maintain("orders", Duration.ZERO).get(0).expired()).isPositive();
        assertThat(rows("select count(*) from shop.orders")).containsExactly("9");
        assertThat(rows("select count(*) from shop.orders.snapshots")).containsExactly("1");
    }

    @Test
    void runsMaintainTheTablesAfterSoManyCommits() throws IOException {
        maintainAfter(6, "orders");
        for (int i = 0; i < 5; i++) {
            land(i + ".csv", i + ",1");
        }
        assertThat(rows("select count(*) from shop.orders.files")).containsExactly("5");

        assertThat(land("5.csv", "5,1").warnings()).isEmpty();
        assertThat(rows("select count(*) from shop.orders.files")).containsExactly("1");

        for (int i = 6; i < 11; i++) {
            land(i + ".csv", i + ",1");
        }
        assertThat(rows("select count(*) from shop.orders.files")).containsExactly("6");
        land("11.csv", "11,1");
        assertThat(rows("select count(*) from shop.orders.files")).containsExactly("1");
        assertThat(rows("select count(*), sum(id) from shop.orders")).containsExactly("12 66");
    }

    @Test
    void aMaintenanceThatFailsIsAWarningOfTheRun() throws IOException {
        maintainAfter(6, "orders");
        for (int i = 0; i < 5; i++) {
            land(i + ".csv", i + ",1");
        }
        Files.delete(Path.of(rows("select replace(file_path, 'file:', '') from shop.orders.files limit 1")
                .get(0)));

        RunResult run = land("5.csv", "5,1");

        assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(run.warnings()).singleElement().asString().startsWith("the tables were not maintained: ");
        assertThat(rows("select count(*) from shop.orders.files")).containsExactly("6");
    }

    @Test
    void manyWindowsAreFollowedByOneMaintenance() throws IOException {
        maintainAfter(3, "daily");
        List<WindowChoice> choices = new ArrayList<>();
        for (int i = 1; i < 9; i++) {
            Files.writeString(folder.resolve("days/2026-03-0" + i + ".csv"), "id\n" + i + "\n");
            choices.add(new WindowChoice(TimeText.window("2026-03-0" + i, DAYS), Optional.empty(), WindowWish.MISSING));
        }

        sluice.run("daily", choices, 2, RunListener.SILENT, outcome -> {});

        assertThat(sluice.catalog()
                        .find(new TableName("shop", "daily"))
                        .orElseThrow()
                        .properties())
                .containsEntry("sluice.maintained-at-sequence-number", "8");
        assertThat(rows("select count(*), sum(id) from shop.daily")).containsExactly("8 36");
    }

    @Test
    void aWindowThatIsHeldIsPublishedThoughItsFilesWereCompacted() throws IOException {
        runDay("2026-03-01", WindowWish.MISSING, "1", "2");
        for (int i = 2; i < 8; i++) {
            runDay("2026-03-0" + i, WindowWish.MISSING, "" + i);
        }
        RunResult held = runDay("2026-03-01", WindowWish.REPLACE, "100", "101");
        assertThat(held.state()).isEqualTo(RunState.HELD);

        maintain("daily", Duration.ZERO);
        sluice.accept(held.runId(), "ada");

        assertThat(rows("select id from shop.daily order by id"))
                .containsExactly("2", "3", "4", "5", "6", "7", "100", "101");
    }

    @Test
    void filesThatNoTableKnowsGoOnceTheirRunHasEndedLongAgo() throws IOException {
        RunResult first = land("a.csv", "1,1");
        RunResult held = land("b.csv", "100,1");
        Path data;
        try (Stream<Path> files = Files.walk(folder.resolve(".sluice"))) {
            data = files.filter(file -> file.toString().contains(held.runId()))
                    .filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
        Path left = Files.writeString(data.resolve("00001-7-" + first.runId() + "-00001.parquet"), "left behind");
        Path strange = Files.writeString(data.resolve("somebody-elses.parquet"), "left behind");
        makeOld();
        assertThat(maintain("orders", Duration.ofDays(7)).get(0).removed())
                .as("its run has ended just now")
                .isZero();

        endRunsLongAgo();

        assertThat(maintain("orders", Duration.ofDays(7)).get(0).removed()).isEqualTo(1);
        assertThat(left).doesNotExist();
        assertThat(strange).exists();
        sluice.accept(held.runId(), "ada");
        assertThat(rows("select id from shop.orders order by id")).containsExactly("1", "100");
    }
}
