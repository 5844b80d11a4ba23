package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.RunFilter;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else adds rows to a window while a run is about to replace it. */
class ConflictingWindowTest {
    private static final String DAILY = """
            source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
            window: {every: 1d, starts: 2026-03-01}
            target:
              table: shop.daily
              columns: {id: {type: long, required: true}}
            """;
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("UTC"));
    private static final Window DAY = TimeText.window("2026-03-01", DAYS);

    @TempDir
    Path folder;

    private Sluice sluice;
    /** How many times rows are still to be added just before the target is committed. */
    private int disturbances;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("days"));
        Files.writeString(folder.resolve("pipelines/daily.yaml"), DAILY);
        sluice = Sluice.open(
                Project.open(folder, Optional.empty(), List.of(), Map.of()),
                LocalSpark.session(),
                new CommitObserver() {
                    @Override
                    public void before(CommitStep step) {
                        if (step == CommitStep.COMMIT_TARGET && disturbances > 0) {
                            disturbances--;
                            addRows();
                        }
                    }
                });
        RunResult first = run("1", "2");
        assertThat(first.state()).isEqualTo(RunState.PUBLISHED);
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

    /** The rows of the window a second time: Iceberg takes the same file twice. */
    private void addRows() {
        Table table = sluice.catalog().find(new TableName("shop", "daily")).orElseThrow();
        DataFile file = table.currentSnapshot()
                .addedDataFiles(table.io())
                .iterator()
                .next()
                .copy();
        table.newAppend().appendFile(file).commit();
    }

    private List<String> ids() {
        return sluice.query("select id from shop.daily order by id").collectAsList().stream()
                .map(row -> row.get(0).toString())
                .toList();
    }

    private long count(RunState state) {
        List<RunRecord> runs = sluice.ledger().runs(new RunFilter(Optional.of("daily"), Set.of(state), 100));
        return runs.size();
    }

    @Test
    void theRunStartsOverAndLandsOnce() throws IOException {
        disturbances = 1;

        RunResult result = run("7", "8", "9");

        assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(ids()).containsExactly("7", "8", "9");
        assertThat(count(RunState.PUBLISHED)).isEqualTo(2);
        assertThat(count(RunState.DISCARDED)).isEqualTo(1);
        assertThat(result.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("can no longer be published, its input lands anew"));
    }

    @Test
    void whoeverIsAlwaysDisturbedIsToldAndNothingIsPublished() throws IOException {
        disturbances = Integer.MAX_VALUE;

        assertThatThrownBy(() -> run("7", "8", "9"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_CHANGED));

        assertThat(ids()).containsOnly("1", "2");
        disturbances = 0;
        assertThat(run("7").state()).isEqualTo(RunState.PUBLISHED);
        assertThat(ids()).containsExactly("7");
        assertThat(count(RunState.DISCARDED)).isEqualTo(RunAttempts.MOST);
    }
}
