package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.Prepared;
import dev.sluice.core.ledger.Promotion;
import dev.sluice.core.ledger.Promotion.RenamedTable;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TargetTables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A promotion in a process that dies at one of its steps. */
class PromotingTest {
    private static final TableName ORDERS = Workbench.ORDERS;
    private static final TableName MAIN = ORDERS.beside("main");
    private static final TableName V2 = ORDERS.beside("v2");

    @TempDir
    Path folder;

    private UUID main;
    private UUID v2;

    /** The live one has landed the file a, v2 has landed b. */
    @BeforeEach
    void twoDeployments() {
        try (Workbench bench = new Workbench(folder)) {
            main = deploy(bench, "orders", ORDERS, "a");
            v2 = deploy(bench, "orders@v2", V2, "b");
        }
    }

    private static UUID deploy(Workbench bench, String pipeline, TableName table, String file) {
        Claim.Started run = (Claim.Started) bench.ledger.begin(request(pipeline, table, "run-of-" + file, file));
        bench.ledger.prepared(
                run.lease(),
                new Prepared("/c", new RowCounts(1, 1, 0, 0, 0), List.of(), Map.of(), List.of(), List.of()));
        bench.ledger.published(run.lease(), new Published(OptionalLong.of(1), OptionalLong.empty()));
        return new TargetTables(bench.catalog)
                .ensure(new TargetSpec(
                        table, table.quarantine(), Workbench.COLUMNS, List.of(), Map.of(), List.of(), null))
                .target()
                .uuid();
    }

    private static BatchRequest request(String pipeline, TableName table, String run, String file) {
        return new BatchRequest(
                pipeline,
                run,
                null,
                List.of(new SourceFile("file:/in/" + file, 1, "mtime:1")),
                table.toString(),
                table.quarantine().toString(),
                "f00d",
                Owner.current());
    }

    static Promotion promotion(Workbench bench) {
        return new Promotion(
                "orders",
                "main",
                "v2",
                ORDERS,
                bench.catalog.find(V2).orElseThrow().uuid().toString(),
                List.of(
                        new RenamedTable(ORDERS, MAIN),
                        new RenamedTable(ORDERS.quarantine(), MAIN.quarantine()),
                        new RenamedTable(V2, ORDERS),
                        new RenamedTable(V2.quarantine(), ORDERS.quarantine())),
                "ada");
    }

    static Stream<Arguments> everyMoment() {
        return CrashTest.moments(
                CommitStep.LEDGER_PROMOTION_ASKED, CommitStep.RENAME_TABLES, CommitStep.LEDGER_PROMOTED);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyMoment")
    void aPromotionThatIsKilledAtAnyStepIsDoneOnceAfterTheNext(String moment, CommitStep step) throws Exception {
        assertThat(CrashTest.start(folder, "run-of-a", moment, step, "promote")).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            List<Recovered> recovered = bench.recovery().recover("orders", Owner.current());

            boolean asked = step != CommitStep.LEDGER_PROMOTION_ASKED || moment.equals("after");
            boolean done = step == CommitStep.LEDGER_PROMOTED && moment.equals("after");
            assertThat(recovered).hasSize(asked && !done ? 1 : 0);
            assertPlaces(bench, asked);
            assertThat(bench.recovery().recover("orders", Owner.current())).isEmpty();
            assertThat(bench.recovery().recover("orders@v2", Owner.current())).isEmpty();
            assertPlaces(bench, asked);
        }
    }

    /** Tables and ledger tell the same. */
    private void assertPlaces(Workbench bench, boolean promoted) {
        assertThat(bench.ledger.promotions().live("orders")).isEqualTo(promoted ? "v2" : "main");
        assertThat(bench.catalog.find(ORDERS).orElseThrow().uuid()).isEqualTo(promoted ? v2 : main);
        assertThat(bench.catalog.find(MAIN).isPresent()).isEqualTo(promoted);
        assertThat(bench.catalog.find(V2).isPresent()).isEqualTo(!promoted);
        assertThat(bench.ledger.begin(request("orders", ORDERS, "again", promoted ? "b" : "a")))
                .isInstanceOf(Claim.AlreadyLanded.class);
        assertThat(bench.ledger.run("run-of-a").orElseThrow().target())
                .isEqualTo((promoted ? MAIN : ORDERS).toString());
    }

    @Test
    void withoutTheWishInTheLedgerTheSameCrashLetsTheLedgerTellOfOtherTables() throws Exception {
        assertThat(CrashTest.start(folder, "run-of-a", "after", CommitStep.RENAME_TABLES, "promote"))
                .isEqualTo(CrashChild.HALTED);
        try (Workbench bench = new Workbench(folder);
                Connection ledger = DriverManager.getConnection(bench.project.ledgerUrl());
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate("DELETE FROM promotion_table");
            statement.executeUpdate("DELETE FROM promotion");
            bench.recovery().recover("orders", Owner.current());

            assertThat(bench.catalog.find(ORDERS).orElseThrow().uuid()).isEqualTo(v2);
            assertThat(bench.ledger.begin(request("orders", ORDERS, "again", "b")))
                    .as("the file lands a second time in the table that has it")
                    .isInstanceOf(Claim.Started.class);
        }
    }

    @Test
    void whatHasBecomeImpossibleSinceItWasAskedForIsGivenUpAndToldByTheNextRun() throws Exception {
        assertThat(CrashTest.start(folder, "run-of-a", "after", CommitStep.LEDGER_PROMOTION_ASKED, "promote"))
                .isEqualTo(CrashChild.HALTED);
        try (Workbench bench = new Workbench(folder)) {
            bench.drop(V2);
            assertThat(bench.recovery().recover("orders", Owner.current()))
                    .singleElement()
                    .satisfies(told -> assertThat(told.message()).contains("crm.orders__v2 was dropped"));

            assertThat(bench.ledger.promotions().open("orders")).isEmpty();
            assertThat(bench.catalog.find(ORDERS).orElseThrow().uuid()).isEqualTo(main);
            assertThat(bench.ledger.begin(request("orders", ORDERS, "next", "c")))
                    .isInstanceOf(Claim.Started.class);
        }
    }

    @Test
    void whatIsImpossibleIsNotEvenAskedFor() {
        try (Workbench bench = new Workbench(folder)) {
            Promotion promotion = promotion(bench);
            bench.drop(V2);
            assertThatThrownBy(() -> new Promoting(bench.catalog, bench.ledger, CommitObserver.NONE).promote(promotion))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROMOTION_REFUSED));
            assertThat(bench.ledger.promotions().open("orders")).isEmpty();
        }
    }
}
