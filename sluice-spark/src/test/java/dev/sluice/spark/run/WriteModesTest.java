package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to write a target, from files to the table. */
class WriteModesTest {
    private static final String COLUMNS = """
              columns:
                id: {type: long, required: true}
                day: date
                name: string
            """;

    @TempDir
    Path folder;

    private Sluice sluice;

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void aBatchReplacesTheWholeTableInOneSnapshot() throws IOException {
        pipeline("  write: replace\n");
        arrives("1.csv", "1,2026-01-01,a", "2,2026-01-02,b", "x,2026-01-02,bad");
        RunResult first = run();
        arrives("2.csv", "3,2026-01-03,c", "y,2026-01-03,bad");

        RunResult second = run();

        assertThat(second.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(rows("select id from shop.people")).containsExactly("3");
        assertThat(rows("select id from shop.people version as of "
                        + first.snapshot().getAsLong() + " order by id"))
                .containsExactly("1", "2");
        assertThat(rows("select operation from shop.people.snapshots order by committed_at"))
                .containsExactly("overwrite", "overwrite");
        assertThat(quarantined())
                .as("rows of a batch that is gone are not current")
                .containsExactly("y,2026-01-03,bad");
    }

    @Test
    void aBatchWithoutGoodRowsEmptiesATableOnlyIfSomebodySaysSo() throws IOException {
        pipeline("  write: replace\n");
        arrives("1.csv", "1,2026-01-01,a");
        run();
        arrives("2.csv", "x,2026-01-01,a");

        RunResult held = run();

        assertThat(held.state()).isEqualTo(RunState.HELD);
        assertThat(rows("select id from shop.people")).containsExactly("1");
        sluice.accept(held.runId(), "ada");
        assertThat(rows("select id from shop.people")).isEmpty();

        pipeline("  write: replace\n  allowEmpty: true\n");
        arrives("3.csv", "5,2026-01-01,a");
        run();
        arrives("4.csv", "y,2026-01-01,a");
        assertThat(run().state()).isEqualTo(RunState.PUBLISHED);
        assertThat(rows("select id from shop.people")).isEmpty();
    }

    @Test
    void aHeldReplacementIsRefusedOnceSomebodyElseHasChangedTheTable() throws IOException {
        pipeline("  write: replace\n", "budget: {rejected: \"0\"}\n");
        arrives("1.csv", "1,2026-01-01,a", "x,2026-01-01,a");
        RunResult held = run();
        assertThat(held.state()).isEqualTo(RunState.HELD);
        arrives("2.csv", "2,2026-01-01,b");
        run();

        assertThatThrownBy(() -> sluice.accept(held.runId(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_CHANGED))
                .hasMessageContaining("has changed it by snapshot");
        assertThat(rows("select id from shop.people")).containsExactly("2");
    }

    @Test
    void onlyPartitionsForWhichThereAreRowsAreOverwritten() throws IOException {
        pipeline("  write: overwrite_partitions\n  partition: [day]\n");
        arrives("1.csv", "1,2026-01-01,a", "2,2026-01-02,b", "3,2026-01-03,c");
        run();
        Set<String> before = files("2026-01-01", "2026-01-03");
        arrives("2.csv", "7,2026-01-02,n", "8,2026-01-02,m", "9,2026-01-04,o", "x,2026-01-01,bad");

        run();

        assertThat(rows("select id from shop.people order by id")).containsExactly("1", "3", "7", "8", "9");
        assertThat(files("2026-01-01", "2026-01-03")).isEqualTo(before);
        assertThat(rows("select distinct summary['deleted-data-files'], summary['changed-partition-count']"
                        + " from shop.people.snapshots where summary['deleted-data-files'] is not null"))
                .containsExactly("1 2");
    }

    @Test
    void aMendedRowJoinsTheBatchThatReplacedTheTableButNoLaterOne() throws IOException {
        pipeline("  write: replace\n");
        arrives("1.csv", "1,2026-01-01,a", "2,soon,b");
        run();
        pipeline("  write: replace\n", "convert: [{type: null_if, columns: [day], values: [soon, later]}]\n");

        RunResult replayed = sluice.replay("people", QuarantineFilter.ALL, "ada", RunListener.SILENT);

        assertThat(replayed.rows().landed()).isEqualTo(1);
        assertThat(rows("select id from shop.people order by id")).containsExactly("1", "2");
    }

    private void pipeline(String write, String... more) throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.writeString(
                folder.resolve("pipelines/people.yaml"),
                "source: {files: inbox/*.csv, format: csv}\ntarget:\n  table: shop.people\n"
                        + write
                        + COLUMNS
                        + String.join("", more));
        if (sluice != null) {
            sluice.close();
        }
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void arrives(String file, String... lines) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), "id,day,name\n" + String.join("\n", lines) + "\n");
    }

    private RunResult run() {
        return sluice.run("people", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private List<String> rows(String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }

    private List<String> quarantined() {
        return sluice.quarantine("people", QuarantineFilter.ALL).select("raw").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private Set<String> files(String... days) {
        return new TreeSet<>(rows("select file_path from shop.people.files where cast(partition.day as string) in ('"
                + String.join("', '", days) + "')"));
    }
}
