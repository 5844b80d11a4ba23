package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of a window that is run again, and what others may do to it until it is published. */
class HeldWindowTest {
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("UTC"));
    private static final Window DAY = TimeText.window("2026-03-01", DAYS);

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("days"));
        Files.writeString(folder.resolve("pipelines/daily.yaml"), """
                source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
                window: {every: 1d, starts: 2026-03-01}
                target:
                  table: shop.daily
                  columns: {id: {type: long, required: true}}
                audits:
                  - name: shrinks
                    sql: |
                      WITH before AS (SELECT count(*) AS n FROM published), after AS (SELECT count(*) AS n FROM result)
                      SELECT before.n AS was, after.n AS now FROM before, after WHERE after.n < before.n
                """);
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
        assertThat(run("1", "2", "3").state()).isEqualTo(RunState.PUBLISHED);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private RunResult run(String... ids) throws IOException {
        Files.writeString(folder.resolve("days/2026-03-01.csv"), "id\n" + String.join("\n", ids) + "\n");
        return sluice.run(
                "daily",
                RunOptions.window(new WindowChoice(DAY, Optional.empty(), WindowWish.REPLACE)),
                RunListener.SILENT);
    }

    private long rows() {
        return sluice.query("select * from shop.daily").count();
    }

    @Test
    void theResultHasTheNewRowsOfTheWindowInPlaceOfTheOld() throws IOException {
        assertThat(run("4", "5", "6").state()).isEqualTo(RunState.PUBLISHED);

        RunResult held = run("7", "8");

        assertThat(held.state()).isEqualTo(RunState.HELD);
        assertThat(held.audits().get(0).sample()).containsExactly(List.of("3", "2"));
        assertThat(rows()).isEqualTo(3);
        sluice.accept(held.runId(), "ada");
        sluice.accept(held.runId(), "ada");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void rowsThatOthersAddMeanwhileKeepItFromBeingPublishedAndItStaysHeld() throws IOException {
        RunResult held = run("7");
        Table table = sluice.catalog().find(new TableName("shop", "daily")).orElseThrow();
        DataFile some = table.currentSnapshot()
                .addedDataFiles(table.io())
                .iterator()
                .next()
                .copy();
        table.newAppend().appendFile(some).commit();

        assertThatThrownBy(() -> sluice.accept(held.runId(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_CHANGED));
        assertThat(sluice.ledger().run(held.runId()).orElseThrow().state()).isEqualTo(RunState.HELD);
        assertThat(rows()).isEqualTo(6);

        sluice.discard(held.runId(), "somebody has added rows");
        assertThat(run("7", "8", "9", "10", "11", "12").state()).isEqualTo(RunState.PUBLISHED);
        assertThat(rows()).isEqualTo(6);
    }
}
