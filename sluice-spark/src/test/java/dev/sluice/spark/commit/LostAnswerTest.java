package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ledger.Claim;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.FaultyCatalog;
import dev.sluice.spark.catalog.FaultyCatalog.Pool;
import dev.sluice.spark.catalog.PostgresProxy.Fault;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.faults.FaultTally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalog's database loses answers and requests; over Iceberg's own pool too, which resends. */
class LostAnswerTest {
    private static final FaultTally TALLY = new FaultTally("lost answers");

    @TempDir
    Path folder;

    @AfterAll
    static void tell() {
        TALLY.print();
    }

    /** At the quarantine's commit or the target's; the short form takes either. */
    static Stream<Arguments> everyFault() {
        return LostAnswer.cases()
                .flatMap(answer -> IntStream.range(0, 2)
                        .filter(statement -> LongTests.wanted()
                                || statement
                                        == (answer.pool().ordinal()
                                                        + answer.fault().ordinal())
                                                % 2)
                        .mapToObj(statement -> Arguments.of(answer, statement)));
    }

    @ParameterizedTest(name = "{0}, statement {1}")
    @MethodSource("everyFault")
    void theRunLandsOnceAndTheOtherWritersRowsStay(LostAnswer answer, int statement) {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                ProjectCatalog clean = faults.openClean();
                Workbench bench = new Workbench(folder, faults.project(), faults.open(answer.pool()))) {
            TwoTables tables = prepareTables(bench, answer.retries());
            Claim.Started started = bench.begin("r1");
            PreparedRun run = CrashChild.run("r1", tables);
            Publisher publisher = new Publisher(
                    bench.catalog, bench.ledger, bench.commitFolder(), EventTable.QUICK, CommitObserver.NONE);
            publisher.prepare(started.lease(), run);

            faults.breakOnce(answer.fault(), statement, () -> {
                if (answer.other()) {
                    appendOther(clean);
                }
            });
            publisher.publish(started.lease(), run);

            assertThat(faults.struck()).isTrue();
            TALLY.with(due(answer, 3), () -> found(clean));
            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS)).isEqualTo(1);
            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.PUBLISHED);
        }
    }

    /** The protection off: an append as Iceberg offers it, over its own pool, repeated by the caller where it throws. */
    @Test
    void aPlainAppendOverIcebergsPoolLosesOrBreaksOrDoublesUnderTheSameFaults() throws IOException {
        List<LostAnswer> answers =
                LostAnswer.cases().filter(answer -> answer.pool() == Pool.STOCK).toList();
        for (LostAnswer answer : answers) {
            Path own = Files.createDirectory(folder.resolve(answer.toString()));
            try (FaultyCatalog faults = new FaultyCatalog(own);
                    ProjectCatalog clean = faults.openClean();
                    Workbench bench = new Workbench(own, faults.project(), faults.open(Pool.STOCK))) {
                TwoTables tables = prepareTables(bench, answer.retries());
                List<DataFile> files = CrashChild.run("r1", tables).target().files();

                faults.breakOnce(answer.fault(), 0, () -> {
                    if (answer.other()) {
                        appendOther(clean);
                    }
                });
                if (catchFailure(() -> append(tables.target(), files)) != null) {
                    Throwable ignored = catchFailure(() -> append(tables.target(), files));
                }

                assertThat(faults.struck()).isTrue();
                TALLY.without(due(answer, 0), () -> found(clean));
            }
        }
        TALLY.assertFailedWithout();
    }

    private static Map<String, Long> due(LostAnswer answer, long quarantined) {
        return Map.of("first", 1L, "run", 30L, "other", answer.other() ? 5L : 0L, "quarantine", quarantined);
    }

    /** Rows that a reader sees, by who brought them. */
    private static Map<String, Long> found(ProjectCatalog catalog) {
        Map<String, Long> rows = new TreeMap<>(Map.of("first", 0L, "run", 0L, "other", 0L));
        for (DataFile file : EventTable.planned(catalog.find(Workbench.ORDERS).orElseThrow())) {
            String name = file.location().replaceAll(".*/|[.]parquet", "");
            rows.merge(rows.containsKey(name) ? name : "run", file.recordCount(), Long::sum);
        }
        rows.put(
                "quarantine",
                CrashTest.records(catalog.find(Workbench.ORDERS.quarantine()).orElseThrow()));
        return rows;
    }

    @Test
    void aTableWhoseCreationLostItsAnswerIsUsed() {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                Workbench bench = new Workbench(folder, faults.project(), faults.open(Pool.SINGLE_SEND))) {
            faults.breakOnce(Fault.REPLY_LOST, 0, () -> {});

            TwoTables tables = bench.tables();

            assertThat(faults.struck()).isTrue();
            assertThat(tables.target().schema().columns()).hasSize(2);
        }
    }

    @Test
    void aDeadConnectionIsReplacedBeforeItIsUsed() {
        try (FaultyCatalog faults = new FaultyCatalog(folder);
                Workbench bench = new Workbench(folder, faults.project(), faults.open(Pool.SINGLE_SEND))) {
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
        append(
                table,
                List.of(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/" + name + ".parquet")
                        .withFileSizeInBytes(100)
                        .withRecordCount(rows)
                        .build()));
    }

    private static void append(Table table, List<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
    }
}
