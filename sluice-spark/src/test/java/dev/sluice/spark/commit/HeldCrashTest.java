package dev.sluice.spark.commit;

import static dev.sluice.spark.commit.CommitStep.COMMIT_QUARANTINE;
import static dev.sluice.spark.commit.CommitStep.COMMIT_TARGET;
import static dev.sluice.spark.commit.CommitStep.DELETE_FILES;
import static dev.sluice.spark.commit.CommitStep.FENCE_TARGET;
import static dev.sluice.spark.commit.CommitStep.LEDGER_ACCEPTED;
import static dev.sluice.spark.commit.CommitStep.LEDGER_DISCARDED;
import static dev.sluice.spark.commit.CommitStep.LEDGER_HELD;
import static dev.sluice.spark.commit.CommitStep.LEDGER_PREPARED;
import static dev.sluice.spark.commit.CommitStep.LEDGER_PUBLISHED;
import static dev.sluice.spark.commit.CommitStep.WRITE_COMMIT_FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills processes at every step by which a run is held, accepted or discarded. */
class HeldCrashTest {
    private static final CommitStep NEVER = WRITE_COMMIT_FILE;

    @TempDir
    Path folder;

    static Stream<Arguments> holding() {
        return CrashTest.moments(WRITE_COMMIT_FILE, LEDGER_PREPARED, COMMIT_QUARANTINE, LEDGER_HELD);
    }

    static Stream<Arguments> accepting() {
        return CrashTest.moments(LEDGER_ACCEPTED, COMMIT_QUARANTINE, COMMIT_TARGET, LEDGER_PUBLISHED);
    }

    static Stream<Arguments> discarding() {
        return CrashTest.moments(FENCE_TARGET, LEDGER_DISCARDED, DELETE_FILES);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("holding")
    void aRunThatIsKilledWhileItIsHeldBackNeverLandsByItself(String moment, CommitStep step) throws Exception {
        assertThat(CrashTest.start(folder, "r1", moment, step, "hold")).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            bench.recovery().recover(Workbench.PIPELINE, Owner.current());
            bench.recovery().recover(Workbench.PIPELINE, Owner.current());

            RunRecord run = bench.ledger.run("r1").orElseThrow();
            boolean wasPrepared =
                    step.compareTo(LEDGER_PREPARED) > 0 || (step == LEDGER_PREPARED && moment.equals("after"));
            assertThat(run.state()).isEqualTo(wasPrepared ? RunState.HELD : RunState.DISCARDED);
            assertThat(CrashTest.records(bench.tables().target())).isZero();
            assertThat(CrashTest.records(bench.tables().quarantine())).isEqualTo(wasPrepared ? 3 : 0);
            assertThat(run.message().isPresent()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("accepting")
    void aDecisionToPublishThatIsKilledLandsTheRunOnceHoweverItIsRepeated(String moment, CommitStep step)
            throws Exception {
        hold("r1");
        assertThat(CrashTest.start(folder, "r1", moment, step, "accept")).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            bench.recovery().recover(Workbench.PIPELINE, Owner.current());
            boolean decided = step != LEDGER_ACCEPTED || moment.equals("after");
            assertThat(bench.ledger.run("r1").orElseThrow().state())
                    .isEqualTo(decided ? RunState.PUBLISHED : RunState.HELD);

            decision(bench).accept("r1", Owner.current(), "ada");
            decision(bench).accept("r1", Owner.current(), "ada");

            RunRecord run = bench.ledger.run("r1").orElseThrow();
            assertThat(run.state()).isEqualTo(RunState.PUBLISHED);
            assertThat(run.acceptedBy()).contains("ada");
            assertThat(run.quarantineSnapshot()).isPresent();
            assertThat(CrashTest.records(bench.tables().target())).isEqualTo(30);
            assertThat(CrashTest.records(bench.tables().quarantine())).isEqualTo(3);
            assertThat(bench.snapshotsOf("r1", Workbench.ORDERS)).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("discarding")
    void aDiscardThatIsKilledIsWholeWhenItIsRepeated(String moment, CommitStep step) throws Exception {
        hold("r1");
        assertThat(CrashTest.start(folder, "r1", moment, step, "discard")).isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            bench.recovery().recover(Workbench.PIPELINE, Owner.current());
            decision(bench).discard("r1", Owner.current(), "too many");

            assertThat(bench.ledger.run("r1").orElseThrow().state()).isEqualTo(RunState.DISCARDED);
            assertThat(CrashTest.records(bench.tables().target())).isZero();
            assertThat(dataFiles(bench.tables().target())).isEmpty();
            assertThat(dataFiles(bench.tables().quarantine())).hasSize(1);
        }
    }

    @Test
    void withoutTheLookAtTheCommitFileRecoveryWouldPublishWhatIsToBeHeld() throws Exception {
        assertThat(CrashTest.start(folder, "r1", "after", LEDGER_PREPARED, "hold"))
                .isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            var abandoned =
                    bench.ledger.takeOver(Workbench.PIPELINE, Owner.current()).get(0);
            Publisher publisher = bench.publisher(CommitObserver.NONE);
            publisher.publish(
                    abandoned.lease(),
                    publisher.read(abandoned.run().commitFile().orElseThrow()));

            assertThat(CrashTest.records(bench.tables().target())).isEqualTo(30);
        }
    }

    @Test
    void aDiscardThatComesTooLateLeavesTheFilesOfARunThatHasLanded() throws Exception {
        hold("r1");
        assertThat(CrashTest.start(folder, "r1", "after", COMMIT_TARGET, "accept"))
                .isEqualTo(CrashChild.HALTED);

        try (Workbench bench = new Workbench(folder)) {
            RunRecord kept = decision(bench).discard("r1", Owner.current(), "too late");
            assertThat(kept.state()).isEqualTo(RunState.PUBLISHED);
            assertThat(kept.quarantineSnapshot()).isPresent();
            assertThat(dataFiles(bench.tables().target())).hasSize(3);

            // A second look, where nobody asks the ledger.
            Publisher publisher = bench.publisher(CommitObserver.NONE);
            publisher.deleteFiles(publisher.read(kept.commitFile().orElseThrow()), true);
            assertThat(dataFiles(bench.tables().target())).hasSize(3);
        }
    }

    @Test
    void filesThatOnlyAnOlderSnapshotStillHasStay() throws Exception {
        hold("r1");

        try (Workbench bench = new Workbench(folder)) {
            Publisher publisher = bench.publisher(CommitObserver.NONE);
            PreparedRun run = publisher.read(
                    bench.ledger.run("r1").orElseThrow().commitFile().orElseThrow());
            Table target = bench.tables().target();
            // As if the run had landed: its own snapshot is expired, its files were rewritten since.
            AppendFiles landed = target.newAppend();
            run.target().files().forEach(landed::appendFile);
            landed.commit();
            DeleteFiles rewritten = target.newDelete();
            run.target().files().forEach(rewritten::deleteFile);
            rewritten.commit();

            publisher.deleteFiles(run, true);

            assertThat(dataFiles(target)).hasSameSizeAs(run.target().files());
        }
    }

    @Test
    void aHeldRunLandsOnTopOfWhatHasLandedMeanwhile() throws Exception {
        hold("r1");

        try (Workbench bench = new Workbench(folder)) {
            Table target = bench.tables().target();
            AppendFiles other = target.newAppend();
            CrashChild.run("r2", bench.tables(), java.util.Optional.empty())
                    .target()
                    .files()
                    .forEach(other::appendFile);
            other.commit();

            assertThatThrownBy(() -> decision(bench).publish("r1", Owner.current()))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_HELD))
                    .hasMessageContaining("too many bad rows");
            decision(bench).accept("r1", Owner.current(), "ada");

            assertThat(CrashTest.records(bench.tables().target())).isEqualTo(60);
        }
    }

    private void hold(String runId) throws Exception {
        assertThat(CrashTest.start(folder, runId, "never", NEVER, "hold")).isZero();
    }

    private static Decision decision(Workbench bench) {
        return new Decision(bench.ledger, bench.publisher(CommitObserver.NONE));
    }

    private static List<Path> dataFiles(Table table) throws IOException {
        Path data = Path.of(table.location().replaceFirst("^file:", "")).resolve("data");
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }
}
