package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ledger.Claim;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.FaultyCatalog;
import dev.sluice.spark.catalog.FaultyCatalog.Fault;
import dev.sluice.spark.catalog.FaultyCatalog.Pool;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.TwoTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalog's database loses answers and requests; over Iceberg's own pool too, which resends. */
class LostAnswerTest {
    private static final CommitPatience QUICK = new CommitPatience(4, Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    Path folder;

    static Stream<Arguments> everyFault() {
        List<Arguments> cases = new ArrayList<>();
        for (Pool pool : Pool.values()) {
            for (Fault fault : Fault.values()) {
                for (int retries : new int[] {0, 4}) {
                    for (int statement : new int[] {0, 1}) {
                        for (boolean other : new boolean[] {false, true}) {
                            cases.add(Arguments.of(pool, fault, retries, statement, other));
                        }
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0} pool, {1}, {2} retries, statement {3}, other writer {4}")
    @MethodSource("everyFault")
    void theRunLandsOnceAndTheOtherWritersRowsStay(Pool pool, Fault fault, int retries, int statement, boolean other) {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                Workbench bench = new Workbench(folder, Workbench.project(folder), faults.open(pool))) {
            TwoTables tables = prepareTables(bench, retries);
            Claim.Started started = bench.begin("r1");
            PreparedRun run = CrashChild.run("r1", tables);
            Publisher publisher =
                    new Publisher(bench.catalog, bench.ledger, bench.commitFolder(), QUICK, CommitObserver.NONE);
            publisher.prepare(started.lease(), run);

            faults.breakOnce(fault, statement, () -> {
                if (other) {
                    appendOther(clean);
                }
            });
            publisher.publish(started.lease(), run);

            assertThat(faults.struck()).isTrue();
            Table target = clean.find(Workbench.ORDERS).orElseThrow();
            Table quarantine = clean.find(Workbench.ORDERS.quarantine()).orElseThrow();
            assertThat(CrashTest.records(target)).isEqualTo(1 + 30 + (other ? 5 : 0));
            assertThat(CrashTest.records(quarantine)).isEqualTo(3);
            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS)).isEqualTo(1);
            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.PUBLISHED);
        }
    }

    @Test
    void aPlainAppendOverIcebergsPoolLosesOrBreaksUnderTheSameFault() {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (ProjectCatalog clean = ProjectCatalog.open(Workbench.project(folder));
                Workbench bench = new Workbench(folder, Workbench.project(folder), faults.open(Pool.STOCK))) {
            TwoTables tables = prepareTables(bench, 4);

            faults.breakOnce(Fault.REPLY_LOST, 0, () -> appendOther(clean));
            AppendFiles plain = tables.target().newAppend();
            CrashChild.run("r1", tables).target().files().forEach(plain::appendFile);
            plain.commit();

            Table target = clean.find(Workbench.ORDERS).orElseThrow();
            assertThat(CrashTest.records(target))
                    .as("the other writer's 5 rows are gone")
                    .isEqualTo(31);
        }
    }

    @Test
    void aTableWhoseCreationLostItsAnswerIsUsed() {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (Workbench bench = new Workbench(folder, Workbench.project(folder), faults.open(Pool.SINGLE_SEND))) {
            faults.breakOnce(Fault.REPLY_LOST, 0, () -> {});

            TwoTables tables = bench.tables();

            assertThat(faults.struck()).isTrue();
            assertThat(tables.target().schema().columns()).hasSize(2);
        }
    }

    @Test
    void aDeadConnectionIsReplacedBeforeItIsUsed() {
        FaultyCatalog faults = new FaultyCatalog(Workbench.project(folder));
        try (Workbench bench = new Workbench(folder, Workbench.project(folder), faults.open(Pool.SINGLE_SEND))) {
            TwoTables tables = bench.tables();
            faults.breakOnce(Fault.REQUEST_LOST, 0, () -> {});
            assertThat(catchFailure(() -> tables.target().newAppend().commit())).isNotNull();

            // The pool still holds the connection that broke.
            assertThat(bench.catalog.find(Workbench.ORDERS)).isPresent();
        }
    }

    private static Throwable catchFailure(Runnable action) {
        try {
            action.run();
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** The target has one row already, so that there is a snapshot to fall back to. */
    private static TwoTables prepareTables(Workbench bench, int retries) {
        TwoTables tables = bench.tables();
        for (Table table : List.of(tables.target(), tables.quarantine())) {
            table.updateProperties()
                    .set("commit.retry.num-retries", Integer.toString(retries))
                    .set("commit.retry.min-wait-ms", "1")
                    .commit();
        }
        append(tables.target(), "first", 1);
        return tables;
    }

    private static void appendOther(ProjectCatalog catalog) {
        append(catalog.find(Workbench.ORDERS).orElseThrow(), "other", 5);
    }

    private static void append(Table table, String name, long rows) {
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/" + name + ".parquet")
                        .withFileSizeInBytes(100)
                        .withRecordCount(rows)
                        .build())
                .commit();
    }
}
