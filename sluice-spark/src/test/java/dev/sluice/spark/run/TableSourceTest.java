package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines whose rows come from tables. */
class TableSourceTest {
    private static final String ORDERS = """
            source: {files: inbox/*.csv, format: csv}
            target:
              table: shop.orders
              columns: {id: long, customer: string, amount: "decimal(9,2)", day: date}
            """;
    private static final String BIG = """
            source: {table: shop.orders}
            target:
              table: shop.big
              columns:
                id: {type: int, required: true}
                customer: {type: string, required: true}
                amount: {type: "decimal(9,2)", range: {min: 10}}
            """;
    private static final String TOTALS = """
            source:
              query: |
                SELECT customer, sum(amount) AS total, count(*) AS orders
                FROM shop.orders
                GROUP BY customer
            target:
              table: shop.totals
              columns:
                customer: {type: string, required: true}
                total: {type: "decimal(19,2)", range: {max: 100}}
                orders: long
            """;

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        pipeline("orders", ORDERS);
        pipeline("big", BIG);
        pipeline("totals", TOTALS);
        reopen();
    }

    private void reopen() {
        if (sluice != null) {
            sluice.close();
        }
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void rowsOfATableAreConvertedAndJudgedLikeThoseOfFiles() throws IOException {
        arrives("1,ann,50,2026-03-01", "2,,20,2026-03-01", "99999999999,bob,5,2026-03-01");
        run("orders");

        RunResult result = run("big");

        assertThat(result.rows().read()).isEqualTo(3);
        assertThat(result.rows().quarantined()).isEqualTo(2);
        assertThat(rows("select id, customer, amount from shop.big")).containsExactly("1 ann 50.00");
        assertThat(quarantined("big", "input", "concat_ws(',', sort_array(reasons.code))", "raw is null"))
                .containsExactlyInAnyOrder(
                        "{\"id\":2,\"customer\":null,\"amount\":20.00} MISSING true",
                        "{\"id\":99999999999,\"customer\":\"bob\",\"amount\":5.00} NUMBER_OVERFLOW,OUT_OF_RANGE true");
        assertThat(quarantined("big", "source_uri like '%.parquet'", "record_no - byte_offset"))
                .containsOnly("true 1");
    }

    @Test
    void aRunReadsOneStateAndOneThatFindsNothingNewHasNothingToDo() throws IOException {
        arrives("1,ann,50,2026-03-01");
        run("orders");

        RunResult first = run("totals");
        RunResult again = run("totals");
        arrives("2,ann,30,2026-03-01");
        run("orders");
        RunResult later = run("totals");

        assertThat(first.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(again.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(again.landedBy()).isEqualTo(first.runId());
        assertThat(later.batchId()).isNotEqualTo(first.batchId());
        assertThat(rows("select customer, total, orders from shop.totals")).containsExactly("ann 80.00 2");
        assertThat(sluice.ledger().files(later.runId())).singleElement().satisfies(input -> {
            assertThat(input.path()).isEqualTo("table:shop.orders");
            assertThat(input.version()).isEqualTo("snapshot:" + current("orders"));
        });
    }

    @Test
    void badRowsOfAQueryKeepTheirIdentityThoughEqualOnesDiffer() throws IOException {
        pipeline("doubled", """
                source: {query: "SELECT customer, amount FROM shop.orders"}
                target:
                  table: shop.doubled
                  columns: {customer: {type: string, required: true}, amount: "decimal(9,2)"}
                """);
        reopen();
        arrives("1,,50,2026-03-01", "2,,50,2026-03-01", "3,,,2026-03-01", "4,ann,1,2026-03-01");
        run("orders");

        run("doubled");
        List<String> ids = quarantined("doubled", "quarantine_id");

        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
        assertThat(quarantined("doubled", "source_uri", "record_no", "input"))
                .containsExactlyInAnyOrder(
                        "query:doubled 1 {\"customer\":null,\"amount\":50.00}",
                        "query:doubled 2 {\"customer\":null,\"amount\":50.00}",
                        "query:doubled 1 null");

        // The same state, read by a pipeline that was changed: the rows are the same ones.
        pipeline("doubled", Files.readString(folder.resolve("pipelines/doubled.yaml")) + "budget: {rejected: 90%}\n");
        reopen();
        RunResult anew = run("doubled");
        assertThat(anew.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(quarantined("doubled", "quarantine_id")).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void rowsAreMergedOrAddedWhereTheTargetSaysSo() throws IOException {
        pipeline("merged", """
                source: {query: "SELECT id, amount FROM shop.orders WHERE id <> 1 OR amount < 60"}
                target:
                  table: shop.merged
                  write: merge
                  merge: {keys: [id]}
                  columns: {id: long, amount: "decimal(9,2)"}
                """);
        pipeline("counts", """
                source: {query: SELECT count(*) AS orders FROM shop.orders}
                target: {table: shop.counts, write: append, columns: {orders: long}}
                """);
        reopen();
        arrives("1,ann,50,2026-03-01");
        run("orders");
        run("merged");
        run("counts");
        arrives("2,bob,70,2026-03-01");
        run("orders");

        run("merged");
        run("counts");

        assertThat(rows("select id, amount from shop.merged order by id")).containsExactly("1 50.00", "2 70.00");
        assertThat(rows("select orders from shop.counts order by orders")).containsExactly("1", "2");
        pipeline("counts", Files.readString(folder.resolve("pipelines/counts.yaml")) + "budget: {rejected: 1%}\n");
        reopen();
        assertThat(run("counts").state())
                .as("rows that are added would come twice")
                .isEqualTo(RunState.ALREADY_LANDED);
    }

    @Test
    void whatAQueryCannotReadIsToldBeforeTheRun() throws IOException {
        arrives("1,ann,50,2026-03-01");
        run("orders");
        pipeline("p1", target("{table: shop.ordrs}", "id: long"));
        pipeline("p2", target("{table: shop.orders}", "id: long, custmer: string"));
        pipeline("p3", target("{query: \"SELECT id, nothing FROM shop.orders\"}", "id: long"));
        pipeline("p4", target("{query: \"SELECT o.id, p.id FROM shop.orders o, shop.orders p\"}", "id: long"));
        reopen();

        assertProblem("p1", ErrorCode.TABLE_NOT_FOUND, "pipeline p1 reads the table shop.ordrs, and there is none");
        assertProblem("p2", ErrorCode.UNKNOWN_COLUMN, "the table shop.orders has no column 'custmer'");
        assertProblem("p3", ErrorCode.QUERY_INVALID, "the query cannot be run: [UNRESOLVED_COLUMN.WITH_SUGGESTION]");
        assertProblem("p4", ErrorCode.DUPLICATE_COLUMN, "the query gives two columns 'id'");
    }

    @Test
    void windowsOfAQueryAreReplacedByTodaysState() throws IOException {
        pipeline("daily", """
                source:
                  query: SELECT id, amount FROM shop.orders WHERE day = date '${window.start:yyyy-MM-dd}'
                window: {every: 1d}
                target:
                  table: shop.daily
                  columns: {id: long, amount: {type: "decimal(9,2)", range: {min: 10}}}
                """);
        reopen();
        arrives("1,ann,50,2026-03-01", "2,ann,5,2026-03-01", "3,bob,70,2026-03-02");
        run("orders");
        run("daily", "2026-03-01", WindowWish.MISSING);
        run("daily", "2026-03-02", WindowWish.MISSING);
        arrives("4,bob,80,2026-03-01", "5,bob,90,2026-03-02");
        run("orders");

        RunResult missing = run("daily", "2026-03-01", WindowWish.MISSING);
        run("daily", "2026-03-01", WindowWish.REPLACE);

        assertThat(missing.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(rows("select id from shop.daily order by id")).containsExactly("1", "3", "4");
        assertThat(quarantined("daily", "input")).containsExactly("{\"id\":2,\"amount\":5.00}");
    }

    @Test
    void totalsAreToldAndReplacedByTheEndOfTheirWindow() throws IOException {
        String totals = """
                source:
                  query: SELECT count(*) AS orders, sum(amount) AS amount FROM shop.orders WHERE day = date '${window.start:yyyy-MM-dd}'
                window: {every: 1d, endColumn: period_end}
                target:
                  table: shop.daily_totals
                  columns: {orders: long, amount: {type: "decimal(19,2)", range: {max: %d}}}
                """;
        pipeline("daily_totals", totals.formatted(100));
        reopen();
        arrives("1,ann,50,2026-03-28", "2,bob,70,2026-03-29");
        run("orders");
        run("daily_totals", "2026-03-28", WindowWish.MISSING);
        run("daily_totals", "2026-03-29", WindowWish.MISSING);
        arrives("3,bob,80,2026-03-29");
        run("orders");
        run("daily_totals", "2026-03-29", WindowWish.REPLACE);
        assertThat(rows("select orders, string(period_end) from shop.daily_totals"))
                .as("the other is too great")
                .containsExactly("1 2026-03-29 00:00:00");
        pipeline("daily_totals", totals.formatted(1000));
        reopen();

        run("daily_totals", "2026-03-29", WindowWish.REPLACE);

        assertThat(rows("select orders, string(period_end) from shop.daily_totals order by 2"))
                .containsExactly("1 2026-03-29 00:00:00", "2 2026-03-30 00:00:00");
        assertThat(rows("select string(partition.period_end) from shop.daily_totals.files order by 1"))
                .containsExactly("2026-03-29 00:00:00", "2026-03-30 00:00:00");
    }

    @Test
    void compactionAndRunsWithoutGoodRowsMakeNoNewState() throws IOException {
        pipeline("log", """
                source: {table: shop.orders}
                target: {table: shop.log, write: append, columns: {id: long}}
                """);
        reopen();
        for (int i = 0; i < 6; i++) {
            arrives(i + ",ann,50,2026-03-01");
            run("orders");
        }
        run("log");
        arrives("x,ann,50,2026-03-01");
        run("orders");

        assertThat(sluice.maintain("orders", Optional.empty(), RunListener.SILENT)
                        .get(0)
                        .compacted())
                .isEqualTo(6);

        assertThat(run("log").state()).isEqualTo(RunState.ALREADY_LANDED);
        arrives("7,ann,50,2026-03-01");
        run("orders");
        assertThat(run("log").rows().landed()).isEqualTo(7);
    }

    @Test
    void aWindowOfAQueryReadsOnlyFilesThatMayHaveRowsOfIt() throws IOException {
        pipeline("daily", """
                source:
                  query: SELECT id, amount FROM shop.orders WHERE day = date '${window.start:yyyy-MM-dd}'
                window: {every: 1d}
                target: {table: shop.daily, columns: {id: long, amount: "decimal(9,2)"}}
                """);
        reopen();
        arrives("1,ann,50,2026-03-01");
        run("orders");
        arrives("2,bob,60,2026-03-02");
        run("orders");
        for (String file : rows("select file_path from shop.orders.files"
                + " where readable_metrics.day.lower_bound = date '2026-03-02'")) {
            Files.delete(Path.of(URI.create(file)));
        }

        assertThat(run("daily", "2026-03-01", WindowWish.MISSING).rows().landed())
                .isEqualTo(1);
        assertThatThrownBy(() -> run("daily", "2026-03-02", WindowWish.MISSING)).isInstanceOf(SluiceException.class);
    }

    @Test
    void aStateThatExpiresWhileARunReadsItFailsTheRunAndTheNextOneReadsTheTableAsItIs() throws IOException {
        arrives("1,ann,50,2026-03-01");
        run("orders");
        RunListener expiring = new RunListener() {
            @Override
            public void step(String name, String detail) {
                if (name.equals("read")) {
                    Table orders = sluice.catalog()
                            .find(new TableName("shop", "orders"))
                            .orElseThrow();
                    orders.newDelete()
                            .deleteFromRowFilter(Expressions.alwaysTrue())
                            .commit();
                    orders.expireSnapshots()
                            .expireOlderThan(System.currentTimeMillis() + 1000)
                            .retainLast(1)
                            .commit();
                }
            }

            @Override
            public void progress(int tasksDone, int tasksTotal, long recordsRead) {}
        };

        assertThatThrownBy(() -> sluice.run("big", RunOptions.DEFAULT, expiring))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SNAPSHOT_GONE));
        assertThat(run("big").rows().read()).isZero();
    }

    private void assertProblem(String pipeline, ErrorCode code, String message) {
        assertThatThrownBy(() -> run(pipeline)).isInstanceOfSatisfying(SluiceException.class, e -> {
            Problem problem = e.problems().get(0);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message()).startsWith(message);
            assertThat(problem.location()).isNotNull();
        });
    }

    private static String target(String source, String columns) {
        return "source: %s%ntarget: {table: shop.t, columns: {%s}}%n".formatted(source, columns);
    }

    private void pipeline(String name, String text) throws IOException {
        Files.writeString(folder.resolve("pipelines").resolve(name + ".yaml"), text);
    }

    private long current(String table) {
        return sluice.catalog()
                .find(new TableName("shop", table))
                .orElseThrow()
                .currentSnapshot()
                .snapshotId();
    }

    private RunResult run(String pipeline) {
        return sluice.run(pipeline, RunOptions.DEFAULT, RunListener.SILENT);
    }

    private RunResult run(String pipeline, String window, WindowWish wish) {
        Grid days = new Grid(Every.parse("1d").orElseThrow(), ZoneOffset.UTC);
        return sluice.run(
                pipeline,
                RunOptions.window(new WindowChoice(TimeText.window(window, days), Optional.empty(), wish)),
                RunListener.SILENT);
    }

    private void arrives(String... lines) throws IOException {
        long files;
        try (Stream<Path> all = Files.list(folder.resolve("inbox"))) {
            files = all.count();
        }
        Files.writeString(
                folder.resolve("inbox/" + files + ".csv"),
                Stream.concat(Stream.of("id,customer,amount,day"), Stream.of(lines))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private List<String> rows(String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }

    private List<String> quarantined(String pipeline, String... expressions) {
        return sluice.quarantine(pipeline, QuarantineFilter.ALL).selectExpr(expressions).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }
}
