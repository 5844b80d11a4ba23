package dev.sluice.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Project;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.commit.Death;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays that are killed; {@code faults/replay} does the same at random moments. */
class KilledReplayTest {
    private static final int ROWS = 3_000;

    @TempDir
    Path folder;

    /** Of the rows a third lands at once, a third with a second format of dates, and a third never. */
    @BeforeEach
    void rowsAreInQuarantine() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        formats("yyyy-MM-dd");
        StringBuilder text = new StringBuilder("id,day\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(row).append(row % 3 == 0 ? ",2031-01-01\n" : row % 3 == 1 ? ",1.1.2031\n" : ",someday\n");
        }
        Files.writeString(folder.resolve("inbox/a.csv"), text);
        try (Sluice sluice = open()) {
            sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        }
        Files.delete(folder.resolve("inbox/a.csv"));
        formats("yyyy-MM-dd, d.M.yyyy");
    }

    private void formats(String formats) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.orders
                  columns:
                    id: {type: long, required: true}
                    day: {type: date, formats: [%s]}
                """.formatted(formats));
    }

    /** In the short form the other stands for them. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"after, COMMIT_HISTORY", "before, LEDGER_PREPARED"})
    @EnabledIfSystemProperty(named = LongTests.PROPERTY, matches = "true")
    void aReplayThatIsKilledLandsEachRowOnceHoweverOftenItIsRepeated(String side, CommitStep step) throws Exception {
        kill(side, step);

        for (int again = 0; again < 2; again++) {
            replay();
            assertEveryRowIsOncePlaced();
        }
    }

    @Test
    void aReplayThatIsKilledAfterTheCommitLandsEachRowOnceAndWithoutTheHistoryTwice() throws Exception {
        kill("after", CommitStep.COMMIT_TARGET);
        KeptState killed = KeptState.of(folder.resolve(".sluice"));
        replay();
        assertEveryRowIsOncePlaced();

        killed.restore();
        // The protection off: nobody remembers what was decided.
        try (Sluice sluice = open()) {
            sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
        } catch (dev.sluice.api.SluiceException nothingToRead) {
            // The recovery at its beginning is what was wanted.
            assertThat(nothingToRead.code()).isEqualTo(dev.sluice.api.ErrorCode.NOTHING_SELECTED);
        }
        try (Sluice sluice = open();
                var connection =
                        java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".sluice/catalog.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM iceberg_tables WHERE table_name = 'orders__quarantine_history'");
            sluice.replay("orders", QuarantineFilter.ALL, "test", RunListener.SILENT);

            assertThat(count(sluice, "select count(*) - count(distinct id) from shop.orders"))
                    .isEqualTo(ROWS / 3);
        }
    }

    private void replay() {
        try (Sluice sluice = open()) {
            sluice.replay("orders", QuarantineFilter.ALL, "test", RunListener.SILENT);
        }
    }

    private void assertEveryRowIsOncePlaced() {
        try (Sluice sluice = open()) {
            assertThat(count(sluice, "select count(*) from shop.orders")).isEqualTo(2L * ROWS / 3);
            assertThat(count(sluice, "select count(distinct id) from shop.orders"))
                    .isEqualTo(2L * ROWS / 3);
            Row current = sluice.quarantine("orders", QuarantineFilter.ALL)
                    .selectExpr("count(*)", "count(distinct quarantine_id)")
                    .first();
            assertThat(current.toString()).isEqualTo("[%1$d,%1$d]".formatted(ROWS / 3));
        }
    }

    private static long count(Sluice sluice, String sql) {
        return sluice.query(sql).first().getLong(0);
    }

    private Sluice open() {
        return open(CommitObserver.NONE);
    }

    private Sluice open(CommitObserver observer) {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session(), observer);
    }

    /** In the short form within this process. */
    private void kill(String side, CommitStep step) throws Exception {
        if (LongTests.wanted()) {
            new HaltedProcess(folder, "orders", List.of("-Dfaults.replay=true")).kill(side, step);
            return;
        }
        try (Sluice sluice = open(new Death(side, step))) {
            assertThatThrownBy(() -> sluice.replay("orders", QuarantineFilter.ALL, "faults", RunListener.SILENT))
                    .isInstanceOf(Death.Killed.class);
        }
    }
}
