package dev.sluice.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whole pipelines in processes that are killed; {@code faults/run} does the same at more moments, and at random. */
class KilledRunTest {
    private static final int FILES = 4;
    private static final int EACH_BAD = 100;

    @TempDir
    Path folder;

    /** Rows of each file. */
    private int rows;

    private void ordersArrive(int ofEachFile) throws IOException {
        rows = ofEachFile;
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  columns:
                    id: {type: long, required: true}
                    day: date
                    note: string
                """);
        for (int file = 0; file < FILES; file++) {
            StringBuilder text = new StringBuilder("id,day,note\n");
            for (int row = 0; row < rows; row++) {
                String day = row % EACH_BAD == 7 ? "someday" : "2031-01-0" + (1 + row % 9);
                text.append(file * rows + row).append(',').append(day).append(",note ");
                text.append(row * 31L).append('\n');
            }
            Files.writeString(folder.resolve("inbox/" + file + ".csv"), text);
        }
    }

    /** In the short form the others stand for them. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"after, COMMIT_QUARANTINE", "before, LEDGER_PREPARED"})
    @EnabledIfSystemProperty(named = LongTests.PROPERTY, matches = "true")
    void runKilledBetweenTwoStepsLandsOnceWithTheNextRun(String side, CommitStep step) throws Exception {
        ordersArrive(2_000);
        halted().kill(side, step);

        run();

        assertEveryRowIsThereOnce();
    }

    @Test
    void runKilledWhileItWritesLandsOnceWithTheNextRun() throws Exception {
        // Enough that it is still at work when its first file is seen.
        ordersArrive(40_000);
        Process child = halted().start("before", CommitStep.LEDGER_PUBLISHED);
        try {
            while (child.isAlive() && dataFiles() == 0) {
                Thread.sleep(2);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(dataFiles()).as("files of the killed run").isPositive();

        RunResult result = run();

        assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
        assertEveryRowIsThereOnce();
    }

    @Test
    void landedRunWhoseLedgerDoesNotKnowYetIsNotLandedAgainAndWithoutTheLedgerItWouldBe() throws Exception {
        ordersArrive(2_000);
        halted().kill("after", CommitStep.COMMIT_TARGET);

        RunResult again = run();

        assertThat(again.state()).isEqualTo(RunState.ALREADY_LANDED);
        assertEveryRowIsThereOnce();

        // The protection off: nobody remembers the batch.
        try (Stream<Path> state = Files.list(folder.resolve(".sluice"))) {
            for (Path file : state.filter(some -> some.getFileName().toString().startsWith("ledger"))
                    .toList()) {
                Files.delete(file);
            }
        }
        run();
        assertThat(count("select count(*) from shop.orders")).isEqualTo(2 * landed());
    }

    private RunResult run() {
        try (Sluice sluice = open()) {
            return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        }
    }

    private Sluice open() {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void assertEveryRowIsThereOnce() {
        assertThat(count("select count(*) from shop.orders")).isEqualTo(landed());
        assertThat(count("select count(distinct id) from shop.orders")).isEqualTo(landed());
        try (Sluice sluice = open()) {
            Row quarantine = sluice.quarantine("orders", QuarantineFilter.ALL)
                    .selectExpr("count(*)", "count(distinct quarantine_id)", "sum(size(reasons))")
                    .first();
            assertThat(quarantine.toString()).isEqualTo("[%1$d,%1$d,%1$d]".formatted(FILES * rows / EACH_BAD));
        }
    }

    private long count(String sql) {
        try (Sluice sluice = open()) {
            return sluice.query(sql).first().getLong(0);
        }
    }

    private long landed() {
        return (long) FILES * (rows - rows / EACH_BAD);
    }

    private long dataFiles() {
        Path state = folder.resolve(".sluice");
        if (!Files.isDirectory(state)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(state)) {
            return all.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (IOException | UncheckedIOException e) {
            // The child moves files while they are listed.
            return 0;
        }
    }

    private HaltedProcess halted() {
        return new HaltedProcess(folder, "orders", List.of());
    }
}
