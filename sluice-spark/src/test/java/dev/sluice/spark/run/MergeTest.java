package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.TableName;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes are merged into a table, from files to rows. */
class MergeTest {
    private static final String COLUMNS = """
              columns:
                id: long
                at: int
                name: {type: string, enum: [a, b, c, d, e]}
            """;
    private static final String KEYED = "  write: merge\n  merge: {keys: [id]}\n";
    private static final String LATEST = "  write: merge\n  merge: {keys: [id], sequence: at, delete: \"op = 'D'\"}\n";
    private static final String VERSIONS =
            "  write: merge\n  merge: {keys: [id], sequence: at, delete: \"op = 'D'\", history: {}}\n";

    @TempDir
    Path folder;

    private Sluice sluice;

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void changesUpdateInsertAndDeleteTheRowsThatHaveTheirKeys() throws IOException {
        pipeline(LATEST);
        arrives("1.csv", "1,10,a,I", "2,10,a,I", "3,10,a,I");
        run();
        arrives("2.csv", "2,11,b,U", "3,11,a,D", "4,11,d,I", "9,11,a,D");

        RunResult second = run();

        assertThat(second.rows().landed()).isEqualTo(4);
        assertThat(people()).containsExactly("1 10 a", "2 11 b", "4 11 d");
        assertThat(told(second))
                .isEqualTo(Map.of(
                        "sluice.rows-inserted", "1",
                        "sluice.rows-updated", "1",
                        "sluice.rows-deleted", "1",
                        "sluice.rows-passed-by", "0"));
    }

    @Test
    void theLatestChangeOfAKeyWinsWithinABatchAndAcrossBatches() throws IOException {
        pipeline(LATEST);
        arrives("1.csv", "1,12,c,U", "1,10,a,I", "1,11,b,U", "2,10,a,I", "2,11,a,D");
        run();
        assertThat(people()).containsExactly("1 12 c");
        arrives("2.csv", "1,11,e,U", "3,5,a,I");

        RunResult late = run();

        assertThat(people()).containsExactly("1 12 c", "3 5 a");
        assertThat(told(late)).containsEntry("sluice.rows-passed-by", "1");
        arrives("3.csv", "1,11,a,D");
        run();
        assertThat(people()).as("an older delete passes by too").containsExactly("1 12 c", "3 5 a");
    }

    @Test
    void keysThatAreNullOrComeTwiceGoToQuarantine() throws IOException {
        pipeline(KEYED);
        arrives("1.csv", "1,1,a,I", ",1,a,I", "2,1,a,I", "2,2,b,I");

        RunResult result = run();

        assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(result.rows().quarantined()).isEqualTo(3);
        assertThat(result.reasons()).extracting(ReasonCount::code).containsExactlyInAnyOrder("MISSING", "DUPLICATE");
        assertThat(people()).containsExactly("1 1 a");
    }

    @Test
    void withASequenceOnlyChangesThatCannotBeToldApartGoToQuarantine() throws IOException {
        pipeline(LATEST);
        arrives("1.csv", "1,1,a,I", "1,1,b,I", "2,,a,I", "3,1,a,I", "3,2,b,I");

        assertThat(run().rows().quarantined()).isEqualTo(3);
        assertThat(people()).containsExactly("3 2 b");
    }

    @Test
    void laterBatchesWinWhereThereIsNoSequence() throws IOException {
        pipeline(KEYED);
        arrives("1.csv", "1,5,a,I");
        run();
        arrives("2.csv", "1,1,b,I");
        run();

        assertThat(people()).containsExactly("1 1 b");
    }

    @Test
    void onlyFilesThatHoldAChangedKeyAreWrittenAgain() throws IOException {
        pipeline("  partition: [name]\n" + LATEST);
        arrives("1.csv", "1,1,a,I", "2,1,b,I", "3,1,c,I");
        run();
        Set<String> before = files();
        arrives("2.csv", "2,2,b,U");

        run();

        Set<String> kept = files();
        kept.retainAll(before);
        assertThat(kept).hasSize(2);
        assertThat(kept.toString()).contains("name=a", "name=c");
        assertThat(files()).hasSize(3);
        arrives("3.csv", "2,3,e,U");
        run();
        assertThat(people()).as("a row may change its partition").containsExactly("1 1 a", "2 3 e", "3 1 c");
    }

    @Test
    void aRejectedChangeIsMergedWhenItIsReplayedUnlessANewerOneHasCome() throws IOException {
        pipeline(LATEST);
        arrives("1.csv", "1,5,z,I", "2,5,z,I");
        run();
        arrives("2.csv", "2,6,b,I");
        run();
        pipeline(LATEST, "convert: [{type: null_if, columns: [name], values: [z]}]\n");

        RunResult replayed = sluice.replay("people", QuarantineFilter.ALL, "ada", RunListener.SILENT);

        assertThat(replayed.rows().landed()).isEqualTo(2);
        assertThat(people()).containsExactly("1 5 null", "2 6 b");
    }

    @Test
    void withoutASequenceAChangeOfAnEarlierBatchIsNotReplayed() throws IOException {
        pipeline(KEYED);
        arrives("1.csv", "1,5,z,I", "2,5,a,I");
        run();
        arrives("2.csv", "1,6,b,I");
        run();
        pipeline(KEYED, "convert: [{type: null_if, columns: [name], values: [z]}]\n");

        assertThatThrownBy(() -> sluice.replay("people", QuarantineFilter.ALL, "ada", RunListener.SILENT))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTDATED_ROWS));
        assertThat(people()).containsExactly("1 6 b", "2 5 a");
    }

    @Test
    void aHeldRunIsMergedIntoWhatTheTableIsWhenItIsPublished() throws IOException {
        pipeline(LATEST);
        arrives("0.csv", "1,1,a,I", "2,1,a,I");
        run();
        pipeline(LATEST, "budget: {rejected: \"0\"}\n");
        arrives("1.csv", "1,5,b,U", "3,5,c,I", "4,5,z,I");
        RunResult held = run();
        assertThat(held.state()).isEqualTo(RunState.HELD);
        assertThat(people()).containsExactly("1 1 a", "2 1 a");
        arrives("2.csv", "1,7,e,U", "2,7,d,U");
        run();

        sluice.accept(held.runId(), "ada");
        sluice.accept(held.runId(), "ada");

        assertThat(people()).containsExactly("1 7 e", "2 7 d", "3 5 c");
    }

    @Test
    void withoutASequenceAHeldRunDoesNotUndoWhatCameMeanwhile() throws IOException {
        pipeline(KEYED, "budget: {rejected: \"0\"}\n");
        arrives("1.csv", "1,1,a,I", "2,1,z,I");
        RunResult held = run();
        assertThat(held.state()).isEqualTo(RunState.HELD);
        arrives("2.csv", "1,2,b,I");
        run();

        assertThatThrownBy(() -> sluice.accept(held.runId(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_CHANGED));
        assertThat(sluice.ledger().run(held.runId()).orElseThrow().state())
                .as("nobody has accepted anything")
                .isEqualTo(RunState.HELD);
        assertThat(people()).containsExactly("1 2 b");
        arrives("3.csv", "3,1,c,I", "4,1,z,I");
        RunResult last = run();
        sluice.accept(last.runId(), "ada");
        assertThat(people()).containsExactly("1 2 b", "3 1 c");
    }

    @Test
    void aHeldRunDoesNotGoIntoATableThatCannotBeReadAnyMore() throws IOException {
        pipeline(LATEST, "budget: {rejected: \"0\"}\n");
        arrives("1.csv", "1,1,a,I", "2,1,z,I");
        RunResult held = run();
        addColumn("clock", Types.TimeType.get());

        assertThatThrownBy(() -> sluice.accept(held.runId(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_CHANGED));
        assertThatThrownBy(this::run)
                .as("recovery does not stop at it, and its input is told why it cannot land")
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_DIFFERS))
                .hasMessageContaining("column clock holds a time");
    }

    @Test
    void columnsThatOthersHaveAddedKeepTheirValues() throws IOException {
        pipeline(KEYED);
        arrives("1.csv", "1,1,a,I", "2,1,a,I");
        run();
        addColumn("note", Types.StringType.get());
        arrives("2.csv", "2,2,b,I");
        run();

        assertThat(rows("select id, name, note from shop.people order by id")).containsExactly("1 a null", "2 b null");
    }

    @Test
    void everyVersionOfARowIsKeptOverThreeBatches() throws IOException {
        pipeline(VERSIONS);
        arrives("1.csv", "1,10,a,I", "2,10,a,I", "3,10,a,I");
        run();
        arrives("2.csv", "1,20,b,U", "1,25,c,U", "2,20,a,D", "4,20,d,I");
        run();
        assertThat(versions())
                .containsExactly(
                        "1 a 10 20 false",
                        "1 b 20 25 false",
                        "1 c 25 null true",
                        "2 a 10 20 false",
                        "3 a 10 null true",
                        "4 d 20 null true");
        arrives("3.csv", "1,22,e,U", "2,15,e,U", "2,30,e,I", "3,40,b,U");
        RunResult third = run();

        assertThat(versions())
                .as("a change that is older than what is known passes by, even of a row that was deleted")
                .containsExactly(
                        "1 a 10 20 false",
                        "1 b 20 25 false",
                        "1 c 25 null true",
                        "2 a 10 20 false",
                        "2 e 30 null true",
                        "3 a 10 40 false",
                        "3 b 40 null true",
                        "4 d 20 null true");
        assertThat(told(third))
                .isEqualTo(Map.of(
                        "sluice.rows-inserted", "2",
                        "sluice.rows-updated", "1",
                        "sluice.rows-deleted", "0",
                        "sluice.rows-passed-by", "2"));
    }

    @Test
    void versionsAreNotBegunInATableWhoseRowsHaveNone() throws IOException {
        pipeline(LATEST);
        arrives("1.csv", "1,10,a,I");
        run();
        pipeline(VERSIONS);
        arrives("2.csv", "1,20,b,U");

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_DIFFERS))
                .hasMessageContaining("column valid_from: 'history' adds it, but the table has rows");
        assertThat(people()).containsExactly("1 10 a");
    }

    @Test
    void auditsAskAboutTheChangesAndOnceMoreWhenAHeldMergeIsPublished() throws IOException {
        pipeline(LATEST, """
                audits:
                  - {name: no_deletes, sql: "SELECT id FROM staged WHERE _sluice_delete"}
                  - {name: newer, sql: "SELECT s.id FROM staged s JOIN published p ON s.id = p.id WHERE s.at < p.at"}
                """);
        arrives("1.csv", "1,10,a,I", "2,10,a,I");
        assertThat(run().state()).isEqualTo(RunState.PUBLISHED);
        arrives("2.csv", "1,20,b,U", "2,20,a,D");
        RunResult held = run();
        assertThat(held.state()).isEqualTo(RunState.HELD);
        assertThat(held.audits()).extracting(AuditResult::rows).containsExactly(1L, 0L);
        arrives("3.csv", "1,30,c,U");
        assertThat(run().state()).isEqualTo(RunState.PUBLISHED);

        assertThatThrownBy(() -> sluice.accept(held.runId(), "ada"))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_FAILED_SINCE))
                .hasMessageContaining("fails newer too");
        assertThat(sluice.ledger().run(held.runId()).orElseThrow().state())
                .as("nobody has accepted that")
                .isEqualTo(RunState.HELD);
        assertThat(sluice.ledger().audits(held.runId()))
                .extracting(AuditResult::rows)
                .containsExactly(1L, 1L);
        assertThat(people()).containsExactly("1 30 c", "2 10 a");

        assertThat(sluice.accept(held.runId(), "ada").state())
                .as("by now it has been seen")
                .isEqualTo(RunState.PUBLISHED);
        assertThat(people()).containsExactly("1 30 c");
    }

    @Test
    void anAuditCannotAskWhatComesOfAMerge() throws IOException {
        pipeline(KEYED, "audits: [{name: once, sql: \"SELECT id FROM result GROUP BY id HAVING count(*) > 1\"}]\n");

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNFIT_WRITE))
                .hasMessageContaining("audit 'once' reads 'result', which a merge makes only when it is published");
    }

    /** Keys are looked up in the whole batch, before fixes would change them. */
    @Test
    void fixesAreRefusedBesideAMerge() throws IOException {
        pipeline(LATEST, "fix: [{type: trim, column: name}]\n");
        arrives("1.csv", "1,1,a,I");

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNFIT_FIX));
    }

    @Test
    void aKeyMayHaveColumnsOfManyTypes() throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.writeString(folder.resolve("pipelines/people.yaml"), """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: shop.people
                  write: merge
                  merge: {keys: [i, d, t, z, s, u, m, b]}
                  partition: ["bucket(4, s)", month(d)]
                  columns: {i: int, d: date, t: timestamp, z: timestamptz, s: string, u: uuid, m: "decimal(9,2)", b: boolean, v: string}
                """);
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
        String key = "%d,2026-01-0%d,2026-01-01T00:00:00,2026-01-01T00:00:00Z,a long text of which %d is the end,"
                + "00000000-0000-0000-0000-00000000000%d,%d.50,true,%s";
        write("1.csv", "i,d,t,z,s,u,m,b,v", key.formatted(1, 1, 1, 1, 1, "a"), key.formatted(2, 2, 2, 2, 2, "a"));
        run();
        write("2.csv", "i,d,t,z,s,u,m,b,v", key.formatted(2, 2, 2, 2, 2, "b"), key.formatted(3, 3, 3, 3, 3, "b"));
        run();

        assertThat(rows("select i, v from shop.people order by i")).containsExactly("1 a", "2 b", "3 b");
    }

    /** Statistics of files order them by unsigned bytes, Iceberg's comparisons by signed ones. */
    @Test
    void aKeyThatIsAUuidIsFoundWhereverItLies() throws IOException {
        pipeline("  write: merge\n  merge: {keys: [u]}\n", "    u: uuid\n");
        String rest = "0000000-0000-0000-0000-000000000000";
        write("1.csv", "id,u", "1,0" + rest, "2,f" + rest);
        run();
        write("2.csv", "id,u", "3,5" + rest, "4,f" + rest);
        run();
        write("3.csv", "id,u", "5,0" + rest, "6,f" + rest);
        run();

        assertThat(rows("select id from shop.people order by id")).containsExactly("3", "5", "6");
    }

    @Test
    void jobsOfAMergeCanBeToldAndCancelledAsThoseOfItsRun() throws IOException, TimeoutException {
        pipeline(LATEST);
        arrives("1.csv", "1,1,a,I");
        run();
        arrives("2.csv", "1,2,b,U");
        Map<String, String> groups = new ConcurrentHashMap<>();
        SparkListener jobs = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                groups.put(
                        job.properties().getProperty("spark.job.description", ""),
                        job.properties().getProperty("spark.jobGroup.id", ""));
            }
        };
        SparkContext spark = LocalSpark.session().sparkContext();
        spark.addSparkListener(jobs);

        RunResult second = run();

        spark.listenerBus().waitUntilEmpty();
        spark.removeSparkListener(jobs);
        assertThat(groups).containsEntry("sluice merge people", second.runId());
    }

    @Test
    void aBatchWithoutGoodRowsChangesNothing() throws IOException {
        pipeline(LATEST);
        arrives("1.csv", "1,1,a,I");
        run();
        arrives("2.csv", "x,1,a,I");

        RunResult second = run();

        assertThat(second.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(people()).containsExactly("1 1 a");
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

    private void addColumn(String name, Type type) {
        sluice.catalog()
                .find(new TableName("shop", "people"))
                .orElseThrow()
                .updateSchema()
                .addColumn(name, type)
                .commit();
    }

    private void arrives(String file, String... lines) throws IOException {
        write(file, "id,at,name,op", lines);
    }

    private void write(String file, String header, String... lines) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), header + "\n" + String.join("\n", lines) + "\n");
    }

    private RunResult run() {
        return sluice.run("people", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private List<String> people() {
        return rows("select id, at, name from shop.people order by id");
    }

    private List<String> versions() {
        return rows("select id, name, valid_from, valid_to, is_current from shop.people order by id, valid_from");
    }

    private Map<String, String> told(RunResult run) {
        Map<String, String> told = new HashMap<>(sluice.catalog()
                .find(new TableName("shop", "people"))
                .orElseThrow()
                .snapshot(run.snapshot().getAsLong())
                .summary());
        told.keySet()
                .retainAll(Set.of(
                        "sluice.rows-inserted", "sluice.rows-updated", "sluice.rows-deleted", "sluice.rows-passed-by"));
        return told;
    }

    private Set<String> files() {
        return new TreeSet<>(rows("select file_path from shop.people.files"));
    }

    private List<String> rows(String sql) {
        return sluice.query(sql).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .toList();
    }
}
