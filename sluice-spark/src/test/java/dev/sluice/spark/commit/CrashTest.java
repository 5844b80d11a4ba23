package dev.sluice.spark.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.TwoTables;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrashTest {
    @TempDir
    Path folder;

    /** The short form dies before the first step and after each: between a step and the next there is little. */
    static Stream<Arguments> moments(CommitStep... steps) {
        List<Arguments> moments = new ArrayList<>();
        for (CommitStep step : steps) {
            if (LongTests.wanted() || step == steps[0]) {
                moments.add(Arguments.of("before", step));
            }
            moments.add(Arguments.of("after", step));
        }
        return moments.stream();
    }

    static Stream<Arguments> everyMoment() {
        return moments(CommitStep.publishing().toArray(CommitStep[]::new));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyMoment")
    void aRunThatIsKilledAtAnyStepIsInTheTablesOnceAfterTheNext(String moment, CommitStep step) throws Exception {
        assertThat(killAt("r1", moment, step)).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            List<Recovered> recovered = bench.recovery().recover(Workbench.PIPELINE, Owner.current());
            RunRecord run = bench.ledger.run("r1").orElseThrow();

            boolean wasPrepared = step.compareTo(CommitStep.LEDGER_PREPARED) > 0
                    || (step == CommitStep.LEDGER_PREPARED && moment.equals("after"));
            boolean wasPublished = step == CommitStep.LEDGER_PUBLISHED && moment.equals("after");
            assertThat(recovered).hasSize(wasPublished ? 0 : 1);
            assertThat(run.state()).isEqualTo(wasPrepared ? RunState.PUBLISHED : RunState.DISCARDED);
            assertThat(records(bench.tables().target())).isEqualTo(wasPrepared ? 30 : 0);
            assertThat(records(bench.tables().quarantine())).isEqualTo(wasPrepared ? 3 : 0);
            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS)).isEqualTo(wasPrepared ? 1 : 0);
            assertThat(bench.recovery().recover(Workbench.PIPELINE, Owner.current()))
                    .isEmpty();
        }
    }

    static Stream<Arguments> momentsOfARunThatMends() {
        return moments(CommitStep.LEDGER_PREPARED, CommitStep.COMMIT_FIXES, CommitStep.COMMIT_TARGET);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("momentsOfARunThatMends")
    void whatWasMendedIsToldOfOnceIfTheRunLandsAndNotAtAllIfItDoesNot(String moment, CommitStep step) throws Exception {
        assertThat(start(folder, "r1", moment, step, "mend")).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            bench.recovery().recover(Workbench.PIPELINE, Owner.current());

            boolean landed = bench.ledger.run("r1").orElseThrow().state() == RunState.PUBLISHED;
            TwoTables tables = CrashChild.mendedTables(bench);
            assertThat(landed)
                    .isEqualTo(step != CommitStep.WRITE_COMMIT_FILE
                            && !(step == CommitStep.LEDGER_PREPARED && moment.equals("before")));
            assertThat(records(tables.target())).isEqualTo(landed ? 30 : 0);
            assertThat(records(tables.fixes().orElseThrow())).isEqualTo(landed ? 2 : 0);
            assertThat(bench.snapshotsOf("r1", CrashChild.FIXES)).isEqualTo(landed ? 1 : 0);
        }
    }

    @Test
    void aProcessThatDiesAfterTheCommitLandsItsRowsOnceAndWithoutLookingForTheRunIdTwice() throws Exception {
        assertThat(process(folder, "r1", "after", CommitStep.COMMIT_TARGET, "publish"))
                .isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            TwoTables tables = bench.tables();
            assertThat(bench.recovery().recover(Workbench.PIPELINE, Owner.current()))
                    .hasSize(1);
            assertThat(records(tables.target())).isEqualTo(30);

            PreparedRun run = bench.publisher(CommitObserver.NONE)
                    .read(bench.ledger.run("r1").orElseThrow().commitFile().orElseThrow());
            AppendFiles unprotected = tables.target().newAppend();
            run.target().files().forEach(unprotected::appendFile);
            unprotected.commit();

            assertThat(records(tables.target())).isEqualTo(60);
        }
    }

    @Test
    void aRunWhoseTableIsGoneIsDiscardedSoThatItsInputLandsAnew() throws Exception {
        assertThat(killAt("r1", "after", CommitStep.LEDGER_PREPARED)).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            bench.drop(Workbench.ORDERS);
            bench.tables();
            List<Recovered> recovered = bench.recovery().recover(Workbench.PIPELINE, Owner.current());

            assertThat(recovered).extracting(Recovered::outcome).containsExactly(Recovered.Outcome.DISCARDED);
            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.DISCARDED);
        }
    }

    @ParameterizedTest(name = "{0} gone, killed after {1}")
    @CsvSource({
        "jsonl.gz, LEDGER_PREPARED, DISCARDED, 0",
        "parquet, COMMIT_QUARANTINE, DISCARDED, 0",
        "jsonl.gz, COMMIT_TARGET, PUBLISHED, 30",
        "parquet, COMMIT_TARGET, PUBLISHED, 30"
    })
    void aPreparedRunWhoseFilesAreGoneBlocksNothing(String gone, CommitStep killed, RunState state, long records)
            throws Exception {
        assertThat(killAt("r1", "after", killed)).isEqualTo(CrashChild.HALTED);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(gone)).toList()) {
                Files.delete(file);
            }
        }

        try (Workbench bench = new Workbench(folder)) {
            bench.recovery().recover(Workbench.PIPELINE, Owner.current());

            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(state);
            assertThat(records(bench.tables().target())).isEqualTo(records);
        }
    }

    @Test
    void aRunThatLandedIsPublishedThoughItsQuarantineIsGone() throws Exception {
        assertThat(killAt("r1", "after", CommitStep.COMMIT_TARGET)).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            bench.drop(Workbench.ORDERS.quarantine());
            List<Recovered> recovered = bench.recovery().recover(Workbench.PIPELINE, Owner.current());

            assertThat(recovered).extracting(Recovered::outcome).containsExactly(Recovered.Outcome.ROLLED_FORWARD);
            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.PUBLISHED);
            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS)).isEqualTo(1);
        }
    }

    private int killAt(String runId, String moment, CommitStep step) throws Exception {
        return start(folder, runId, moment, step, "publish");
    }

    /** Runs the child to its end, or to the step at which it is to halt; in the short form within this process. */
    static int start(Path folder, String runId, String moment, CommitStep step, String act) throws Exception {
        return LongTests.wanted()
                ? process(folder, runId, moment, step, act)
                : CrashChild.here(folder, runId, moment, step, act);
    }

    private static int process(Path folder, String runId, String moment, CommitStep step, String act) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CrashChild.class.getName(),
                folder.toString(),
                runId,
                moment,
                step.name(),
                act));
        File log = folder.resolve("child.log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
    }

    /** Rows of the files that a reader would see, each file as often as it is listed. */
    static long records(Table table) {
        table.refresh();
        long records = 0;
        try (var tasks = table.newScan().planFiles()) {
            for (var task : tasks) {
                records += task.file().recordCount();
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return records;
    }
}
