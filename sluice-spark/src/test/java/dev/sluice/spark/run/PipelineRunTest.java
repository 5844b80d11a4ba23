package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.SparkCatalog;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineRunTest {
    private static final String ORDERS = """
            pipeline: orders
            source:
              files: inbox/*.csv
              format: csv
            convert:
              - {type: trim, columns: [status]}
              - {type: split, column: customer, separator: " ", into: [firstName, lastName]}
            target:
              table: shop.orders
              columns:
                id:        {type: long, required: true}
                firstName: {type: string, required: true}
                lastName:  {type: string}
                ordered:   {type: date, formats: [yyyy-MM-dd, d/M/yyyy]}
                shipped:   {type: date}
                status:    {type: string, enum: [new, paid, shipped]}
                amount:    {type: "decimal(10,2)", range: {min: 0}}
            validate:
              - {type: expect, name: shipped_after_ordered, that: "shipped >= ordered", message: "shipped {shipped} before ordered {ordered}"}
            """;

    private static final String GOOD = """
            id,customer,ordered,shipped,status,amount
            1,Ada Stone,2024-01-02,2024-01-03,new,10.50
            2,Bo Hill,3/1/2024,2024-01-04, paid ,0
            """;

    private static final RunFilter ALL_RUNS = new RunFilter(Optional.empty(), Set.of(), 10);

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), ORDERS);
        reopen();
    }

    private void reopenAfterClose() {
        sluice.close();
        reopen();
    }

    private void reopen() {
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private void arrives(String file, String text) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), text);
    }

    private RunResult run() {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private List<Row> reasons(String where) {
        return sluice.quarantine("orders", QuarantineFilter.ALL)
                .selectExpr("raw", "record_no", "source_uri", "input", "explode(reasons) as r")
                .selectExpr("raw", "record_no", "r.code", "r.rule", "r.columns", "r.value", "r.message", "input")
                .where(where)
                .collectAsList();
    }

    @Test
    void goodRowsLandConverted() throws IOException {
        arrives("a.csv", GOOD);

        RunResult result = run();

        assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(result.rows()).isEqualTo(new RowCounts(2, 2, 0, 0, 0));
        assertThat(sluice.query("select * from shop.orders order by id").collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[1,Ada,Stone,2024-01-02,2024-01-03,new,10.50]", "[2,Bo,Hill,2024-01-03,2024-01-04,paid,0.00]");
        assertThat(result.report()).exists();
    }

    @Test
    void rowWithBadDateUnknownStatusAndFailingRuleIsQuarantinedOnceWithAllReasons() throws IOException {
        String bad = "3,Cy Moss,2024-02-10,2024-02-09,lost,ten";
        arrives("a.csv", GOOD + bad + "\n");

        RunResult result = run();

        assertThat(result.rows()).isEqualTo(new RowCounts(3, 2, 1, 0, 0));
        assertThat(reasons("true"))
                .extracting(
                        row -> row.getString(0),
                        row -> row.getLong(1),
                        row -> row.getString(2),
                        row -> row.getString(6))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                bad,
                                3L,
                                "NOT_A_NUMBER",
                                reasons("code = 'NOT_A_NUMBER'").get(0).getString(6)),
                        org.assertj.core.groups.Tuple.tuple(
                                bad,
                                3L,
                                "NOT_IN_ENUM",
                                reasons("code = 'NOT_IN_ENUM'").get(0).getString(6)),
                        org.assertj.core.groups.Tuple.tuple(
                                bad, 3L, "EXPECTATION_FAILED", "shipped 2024-02-09 before ordered 2024-02-10"));
        assertThat(result.reasons())
                .extracting(ReasonCount::rows)
                .containsOnly(1L)
                .hasSize(3);
    }

    @Test
    void stepsThatReadFailedColumnPassOverQuietly() throws IOException {
        arrives("a.csv", GOOD + "4,Di Fern,yesterday,2024-01-03,new,1\n");

        run();

        assertThat(reasons("true")).extracting(row -> row.getString(2)).containsExactly("NOT_A_DATE");
    }

    @Test
    void corruptRowKeepsItsTextAndNumber() throws IOException {
        arrives("a.csv", GOOD + "5,Ed\n6,Flo Rye,2024-01-02,2024-01-03,new,1\n");

        RunResult result = run();

        assertThat(result.rows()).isEqualTo(new RowCounts(4, 3, 1, 0, 0));
        assertThat(reasons("true")).singleElement().satisfies(row -> {
            assertThat(row.getString(0)).isEqualTo("5,Ed");
            assertThat(row.getLong(1)).isEqualTo(3);
            assertThat(row.getString(2)).isEqualTo("SHORT_ROW");
        });
    }

    @Test
    void sameBatchLandsOnce() throws IOException {
        arrives("a.csv", GOOD);
        RunResult first = run();

        RunResult second = run();
        arrives("b.csv", "id,customer,ordered,shipped,status,amount\n9,Gus Oak,2024-01-02,,new,1\n");
        RunResult third = run();

        assertThat(second.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(second.landedBy()).isEqualTo(first.runId());
        assertThat(third.rows()).isEqualTo(new RowCounts(1, 1, 0, 0, 0));
        assertThat(sluice.query("select count(*) from shop.orders").first().getLong(0))
                .isEqualTo(3);
    }

    @Test
    void batchIdWithOtherContentIsRefused() throws IOException {
        arrives("a.csv", GOOD);
        sluice.run("orders", RunOptions.batch("monday"), RunListener.SILENT);
        RunResult again = sluice.run("orders", RunOptions.batch("monday"), RunListener.SILENT);
        arrives("b.csv", GOOD);

        assertThat(again.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThatThrownBy(() -> sluice.run("orders", RunOptions.batch("monday"), RunListener.SILENT))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BATCH_CONTENT_DIFFERS));
    }

    @Test
    void batchWhoseFilesAreNamedInAnotherOrderHasLandedAlready() throws IOException {
        arrives("a.csv", GOOD);
        arrives("b.csv", GOOD);
        RunResult first = runNamed("monday", "source.files=[inbox/a.csv, inbox/b.csv]");

        RunResult turned = runNamed("monday", "source.files=[inbox/b.csv, inbox/a.csv]");
        RunResult unnamed = run();
        arrives("c.csv", GOOD);
        RunResult onlyTheNewOne = run();

        assertThat(first.rows().landed()).isEqualTo(4);
        assertThat(turned.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(turned.landedBy()).isEqualTo(first.runId());
        assertThat(turned.snapshot()).isEqualTo(first.snapshot());
        assertThat(unnamed.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(onlyTheNewOne.rows()).isEqualTo(new RowCounts(2, 2, 0, 0, 0));
        assertThat(sluice.query("select count(*) from shop.orders").first().getLong(0))
                .isEqualTo(6);
    }

    private RunResult runNamed(String batchId, String override) {
        Project project = Project.open(folder, Optional.empty(), List.of(override), Map.of());
        try (Sluice named = Sluice.open(project, LocalSpark.session())) {
            return named.run("orders", RunOptions.batch(batchId), RunListener.SILENT);
        }
    }

    @Test
    void queryThatChangesSomethingIsRefused() throws IOException {
        arrives("a.csv", GOOD);
        run();

        assertThatThrownBy(() -> sluice.query("delete from shop.orders"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_INVALID));
        assertThat(sluice.query("select count(*) from shop.orders").first().getLong(0))
                .isEqualTo(2);
    }

    @Test
    void queryThatFailsWhileItsRowsAreReadIsToldInOneLine() throws IOException {
        arrives("a.csv", GOOD);
        run();

        assertThat(failure("select 1 / (id - id) from shop.orders"))
                .extracting(SluiceException::code)
                .isEqualTo(ErrorCode.QUERY_INVALID);
        assertThat(failure("select 1/0"))
                .hasMessageContaining("Division by zero")
                .hasMessageNotContaining("\n");
        assertThat(failure("select cast(firstName as int) from shop.orders"))
                .extracting(SluiceException::code)
                .isEqualTo(ErrorCode.QUERY_INVALID);
        try (Stream<Path> files = Files.walk(folder.resolve(".sluice/warehouse/shop/orders/data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertThat(failure("select * from shop.orders"))
                .extracting(SluiceException::code)
                .isEqualTo(ErrorCode.JOB_FAILED);
    }

    private SluiceException failure(String sql) {
        try {
            throw new AssertionError(sluice.query(sql).collectAsList());
        } catch (Exception e) {
            return QueryFailure.of(e);
        }
    }

    @Test
    void expressionThatOnlySparkRefusesFailsTheRunAndIsToldWithItsStep() throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                convert:
                  - {type: derive, name: kept, column: state, expression: "upper(status)"}
                  - {type: derive, name: cut, column: short, expression: "substring(customer)"}
                target:
                  table: shop.orders
                  columns: {id: long, state: string, short: string}
                """);
        reopenAfterClose();
        arrives("a.csv", GOOD);

        assertThat(sluice.plan("orders").problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.EXPRESSION_REFUSED);
            assertThat(problem.message()).contains("'cut'", "substring").doesNotContain("\n", "SQLSTATE");
            assertThat(problem.location()).isNotNull();
        });
        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EXPRESSION_REFUSED));
        assertThat(sluice.ledger().runs(ALL_RUNS)).extracting(RunRecord::state).containsExactly(RunState.FAILED);
    }

    @Test
    void runWhosePublicationFailedIsPublishedByTheNextCommandOfTheSameProcess() throws IOException {
        AtomicBoolean broken = new AtomicBoolean(true);
        sluice.close();
        sluice = Sluice.open(
                Project.open(folder, Optional.empty(), List.of(), Map.of()),
                LocalSpark.session(),
                new CommitObserver() {
                    @Override
                    public void before(CommitStep step) {
                        if (step == CommitStep.COMMIT_TARGET && broken.get()) {
                            throw new IllegalStateException("the catalog is away");
                        }
                    }

                    @Override
                    public void after(CommitStep step) {}
                });
        arrives("a.csv", GOOD);

        assertThatThrownBy(this::run).hasMessage("the catalog is away");
        // The recovery of the next command fails too, and must not keep the run for itself either.
        assertThatThrownBy(this::run).hasMessage("the catalog is away");
        broken.set(false);
        RunResult result = run();

        assertThat(result.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThat(result.warnings()).anySatisfy(warning -> assertThat(warning).contains("published now"));
        assertThat(sluice.ledger().runs(ALL_RUNS)).extracting(RunRecord::state).containsExactly(RunState.PUBLISHED);
        assertThat(sluice.query("select count(*) from shop.orders").first().getLong(0))
                .isEqualTo(2);
    }

    @Test
    void closingEndsTheConnectionsByWhichItsSessionsReadTables() throws IOException {
        arrives("a.csv", GOOD);
        run();
        SparkSession session = sluice.query("select * from shop.orders").sparkSession();
        SparkCatalog catalog = (SparkCatalog) ((org.apache.spark.sql.classic.SparkSession) session)
                .sessionState()
                .catalogManager()
                .catalog("sluice");
        TableIdentifier orders = TableIdentifier.of("shop", "orders");
        assertThat(catalog.icebergCatalog().tableExists(orders)).isTrue();

        sluice.close();

        assertThatThrownBy(() -> catalog.icebergCatalog().tableExists(orders)).hasMessageContaining("closed pool");
        reopen();
    }

    @Test
    void planTellsWhatARunWouldDoAndDoesNothing() throws IOException {
        arrives("a.csv", GOOD);

        PlanView plan = sluice.plan("orders");

        assertThat(plan.files()).hasSize(1);
        assertThat(plan.changes()).contains("create table shop.orders", "create table shop.orders__quarantine");
        assertThat(plan.problems()).isEmpty();
        assertThat(sluice.catalog().find(new dev.sluice.core.spec.TableName("shop", "orders")))
                .isEmpty();
    }

    @Test
    void aPipelineWithWindowsIsNotRunWithoutOne() throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), ORDERS + "window: {every: 1d, column: ordered}\n");
        arrives("a.csv", GOOD);
        reopenAfterClose();

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_NOT_NAMED));
        assertThat(sluice.ledger().runs(ALL_RUNS)).isEmpty();
    }
}
