package dev.sluice.spark.run;

import static dev.sluice.spark.commit.CommitStep.COMMIT_TARGET;
import static dev.sluice.spark.commit.CommitStep.DELETE_FILES;
import static dev.sluice.spark.commit.CommitStep.LEDGER_ACCEPTED;
import static dev.sluice.spark.commit.CommitStep.LEDGER_PREPARED;
import static dev.sluice.spark.commit.CommitStep.LEDGER_PUBLISHED;
import static dev.sluice.spark.commit.CommitStep.MERGE;
import static dev.sluice.spark.commit.CommitStep.WRITE_COMMIT_FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.commit.Death;
import dev.sluice.spark.commit.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that replace or merge end at each step of their publication, and are ended by the next command. */
class WriteCrashTest {
    private static final String MERGE_BY_ID = "write: merge\n  merge: {keys: [id], sequence: at}";
    private static final TableName PEOPLE = new TableName("shop", "people");

    @TempDir
    Path folder;

    static Stream<Arguments> everyMoment() {
        List<Arguments> moments = new ArrayList<>();
        List<String> others = List.of("write: replace", "write: overwrite_partitions\n  partition: [day]");
        // The short form: right before and after the step that counts, and where only the changes are there.
        moments.add(Arguments.of(MERGE_BY_ID, "after", LEDGER_PREPARED));
        moments.add(Arguments.of(MERGE_BY_ID, "after", MERGE));
        moments.add(Arguments.of(MERGE_BY_ID, "after", COMMIT_TARGET));
        moments.add(Arguments.of(others.get(0), "after", COMMIT_TARGET));
        moments.add(Arguments.of(others.get(1), "before", COMMIT_TARGET));
        int few = moments.size();
        moments.add(Arguments.of(others.get(0), "before", COMMIT_TARGET));
        moments.add(Arguments.of(others.get(1), "after", COMMIT_TARGET));
        for (CommitStep step :
                List.of(WRITE_COMMIT_FILE, LEDGER_PREPARED, MERGE, COMMIT_TARGET, LEDGER_PUBLISHED, DELETE_FILES)) {
            moments.add(Arguments.of(MERGE_BY_ID, "before", step));
        }
        for (CommitStep step : List.of(WRITE_COMMIT_FILE, LEDGER_PUBLISHED, DELETE_FILES)) {
            moments.add(Arguments.of(MERGE_BY_ID, "after", step));
        }
        for (CommitStep step : List.of(WRITE_COMMIT_FILE, LEDGER_PREPARED, LEDGER_PUBLISHED)) {
            for (String write : others) {
                moments.add(Arguments.of(write, "before", step));
                moments.add(Arguments.of(write, "after", step));
            }
        }
        return LongTests.orFirst(few, moments);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("everyMoment")
    void theBatchLandsOnceWhereverItsRunEnds(String write, String moment, CommitStep step) throws IOException {
        pipeline(write);
        arrives("1.csv", "1,1,x,a", "2,1,y,a");
        run(CommitObserver.NONE);
        arrives("2.csv", "2,2,y,b", "3,2,y,c", "z,2,y,c");

        assertThatThrownBy(() -> run(new Death(moment, step))).isInstanceOf(Death.Killed.class);
        run(CommitObserver.NONE);
        RunResult again = run(CommitObserver.NONE);

        assertThat(again.state()).isEqualTo(RunState.ALREADY_LANDED);
        try (Sluice sluice = open(CommitObserver.NONE)) {
            List<String> due = write.equals("write: replace") ? List.of("2 b", "3 c") : List.of("1 a", "2 b", "3 c");
            assertThat(rows(sluice, "select id, name from shop.people order by id"))
                    .isEqualTo(due);
            assertThat(sluice.quarantine("people", QuarantineFilter.ALL).count())
                    .isEqualTo(1);
            Table table = sluice.catalog().find(PEOPLE).orElseThrow();
            assertThat(SnapshotUtil.currentAncestors(table))
                    .extracting(snapshot -> snapshot.summary().get(Summary.RUN_ID))
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    static Stream<Arguments> everyMomentOfADecision() {
        List<Arguments> moments = new ArrayList<>();
        for (String moment : List.of("after", "before")) {
            for (CommitStep step : List.of(MERGE, COMMIT_TARGET, LEDGER_ACCEPTED, LEDGER_PUBLISHED, DELETE_FILES)) {
                moments.add(Arguments.of(moment, step));
            }
        }
        return LongTests.orFirst(2, moments);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyMomentOfADecision")
    void aHeldMergeLandsOnceWhereverItsPublicationEnds(String moment, CommitStep step) throws IOException {
        pipeline(MERGE_BY_ID);
        arrives("1.csv", "1,1,x,a", "2,1,y,a");
        run(CommitObserver.NONE);
        Files.writeString(
                folder.resolve("pipelines/people.yaml"), "budget: {rejected: '0'}\n", StandardOpenOption.APPEND);
        arrives("2.csv", "1,2,y,b", "2,2,y,b", "z,2,y,c");
        String held = run(CommitObserver.NONE).runId();
        arrives("3.csv", "2,3,y,c");
        run(CommitObserver.NONE);

        assertThatThrownBy(() -> accept(held, new Death(moment, step))).isInstanceOf(Death.Killed.class);
        accept(held, CommitObserver.NONE);
        accept(held, CommitObserver.NONE);

        try (Sluice sluice = open(CommitObserver.NONE)) {
            assertThat(rows(sluice, "select id, name from shop.people order by id"))
                    .containsExactly("1 b", "2 c");
            assertThat(SnapshotUtil.currentAncestors(
                            sluice.catalog().find(PEOPLE).orElseThrow()))
                    .hasSize(3);
        }
    }

    private void accept(String runId, CommitObserver observer) {
        try (Sluice sluice = open(observer)) {
            sluice.accept(runId, "ada");
        }
    }

    @Test
    void aMergeThatSomebodyElseOvertakesIsWorkedOutAnew() throws IOException {
        pipeline(MERGE_BY_ID);
        arrives("1.csv", "1,1,x,a", "2,1,y,a");
        run(CommitObserver.NONE);
        arrives("2.csv", "2,2,y,b");
        pipeline("other", MERGE_BY_ID, "late");
        Files.createDirectories(folder.resolve("late"));
        Files.writeString(folder.resolve("late/1.csv"), "id,at,day,name\n2,7,y,z\n4,7,y,d\n");
        List<CommitStep> merges = new ArrayList<>();

        run(new CommitObserver() {
            @Override
            public void before(CommitStep step) {}

            @Override
            public void after(CommitStep step) {
                if (step == MERGE) {
                    merges.add(step);
                    if (merges.size() == 1) {
                        try (Sluice sluice = open(CommitObserver.NONE)) {
                            sluice.run("other", RunOptions.DEFAULT, RunListener.SILENT);
                        }
                    }
                }
            }
        });

        assertThat(merges).hasSize(2);
        try (Sluice sluice = open(CommitObserver.NONE)) {
            assertThat(rows(sluice, "select id, name from shop.people order by id"))
                    .containsExactly("1 a", "2 z", "4 d");
        }
    }

    @Test
    void filesOfChangesAreGoneOnceTheyAreMerged() throws IOException {
        pipeline(MERGE_BY_ID);
        arrives("1.csv", "1,1,x,a", "2,1,y,a");
        run(CommitObserver.NONE);

        try (Sluice sluice = open(CommitObserver.NONE);
                Stream<Path> files = Files.walk(folder.resolve(".sluice/warehouse/shop/people/data"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .hasSize(rows(sluice, "select file_path from shop.people.files")
                            .size());
        }
    }

    private void pipeline(String write) throws IOException {
        pipeline("people", write, "inbox");
    }

    private void pipeline(String name, String write, String inbox) throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.writeString(folder.resolve("pipelines/" + name + ".yaml"), """
                source: {files: %s/*.csv, format: csv}
                target:
                  table: shop.people
                  quarantine: shop.%s__quarantine
                  %s
                  columns: {id: {type: long, required: true}, at: long, day: string, name: string}
                """.formatted(inbox, name, write));
    }

    private Sluice open(CommitObserver observer) {
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session(), observer);
    }

    private RunResult run(CommitObserver observer) {
        try (Sluice sluice = open(observer)) {
            return sluice.run("people", RunOptions.DEFAULT, RunListener.SILENT);
        }
    }

    private void arrives(String file, String... lines) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), "id,at,day,name\n" + String.join("\n", lines) + "\n");
    }

    private static List<String> rows(Sluice sluice, String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }
}
