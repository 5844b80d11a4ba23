package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.quarantine.Correction;
import dev.sluice.spark.quarantine.EditFile;
import dev.sluice.spark.quarantine.RowEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final String ONE_FORM = "[yyyy-MM-dd]";
    private static final String TWO_FORMS = "[yyyy-MM-dd, d.M.yyyy]";

    /** No run is to be taken back any more. */
    private static final Optional<Duration> NOW = Optional.of(Duration.ZERO);

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        pipeline(ONE_FORM, "");
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private void pipeline(String formats, String options) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv, options: {%s}}
                target:
                  table: shop.orders
                  columns:
                    id:     {type: long, required: true}
                    day:    {type: date, formats: %s}
                    status: {type: string, enum: [new, paid]}
                quarantine: {retention: 90d}
                """.formatted(options, formats));
        if (sluice != null) {
            sluice.close();
        }
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void arrives(String file, String text) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), text);
    }

    /** Two good rows, two of another form, one of these with an unknown status, and one short row. */
    private RunResult load() throws IOException {
        arrives("a.csv", "id,day,status\n1,2024-01-01,new\n2,2.1.2024,paid\n3,3.1.2024,lost\n");
        arrives("b.csv", "status;day;id\n");
        arrives("c.csv", "status,day,id\npaid,2024-01-04,4\nnew,5\n");
        return run();
    }

    private RunResult run() {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private RunResult replay() {
        return sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);
    }

    private List<String> landed() {
        return sluice.query("select id, day, status from shop.orders order by id, day").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    private List<String> current(String... columns) {
        return sluice
                .quarantine("orders", QuarantineFilter.ALL)
                .orderBy("raw")
                .selectExpr(columns)
                .collectAsList()
                .stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void rowsThatPassTodayLandAndTheOthersKeepTheirIdentityThoughTheFilesAreGone() throws IOException {
        load();
        List<String> before = current("quarantine_id");
        for (String file : List.of("a.csv", "b.csv", "c.csv")) {
            Files.delete(folder.resolve("inbox").resolve(file));
        }
        pipeline(TWO_FORMS, "");

        RunResult result = replay();

        assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(result.rows()).isEqualTo(new RowCounts(3, 1, 2, 0, 0));
        assertThat(landed()).containsExactly("[1,2024-01-01,new]", "[2,2024-01-02,paid]", "[4,2024-01-04,paid]");
        assertThat(current("raw", "attempt", "reasons.code", "run_id = '" + result.runId() + "'", "record_no"))
                .containsExactly(
                        "[3,3.1.2024,lost,2,ArraySeq(NOT_IN_ENUM),true,3]", "[new,5,2,ArraySeq(SHORT_ROW),true,2]");
        assertThat(before).containsAll(current("quarantine_id"));
        assertThat(sluice.everQuarantined("orders", QuarantineFilter.ALL).count())
                .isEqualTo(5);
    }

    @Test
    void replayRepeatedLandsNothingTwice() throws IOException {
        load();
        pipeline(TWO_FORMS, "");
        replay();
        List<String> landed = landed();

        assertThat(replay().rows()).isEqualTo(new RowCounts(2, 0, 2, 0, 0));
        assertThat(replay().rows()).isEqualTo(new RowCounts(2, 0, 2, 0, 0));

        assertThat(landed()).isEqualTo(landed);
        assertThat(current("attempt")).containsExactly("[4]", "[4]");
        assertThat(run().state()).isEqualTo(RunState.ALREADY_LANDED);
    }

    @Test
    void aRehearsalCountsWhatWouldLandAndChangesNothing() throws IOException {
        load();
        pipeline(TWO_FORMS, "");
        List<String> before = current("quarantine_id", "attempt");

        RunResult rehearsal = sluice.rehearseReplay("orders", QuarantineFilter.ALL);

        assertThat(rehearsal.rows()).isEqualTo(new RowCounts(3, 1, 2, 0, 0));
        assertThat(rehearsal.reasons()).hasSize(2);
        assertThat(landed()).hasSize(2);
        assertThat(current("quarantine_id", "attempt")).isEqualTo(before);
    }

    @Test
    void filtersChooseTheRowsAndNoneIsAnError() throws IOException {
        load();
        pipeline(TWO_FORMS, "");

        QuarantineFilter dates = new QuarantineFilter(
                Optional.of("NOT_A_DATE"),
                Optional.empty(),
                Optional.of("a.csv"),
                Optional.empty(),
                Optional.of("day"),
                Set.of());
        assertThat(sluice.replay("orders", dates, "ada", RunListener.SILENT)
                        .rows()
                        .read())
                .isEqualTo(2);
        assertThatThrownBy(() -> sluice.replay("orders", dates, "ada", RunListener.SILENT))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_ROWS_SELECTED));
    }

    @Test
    void theHeaderOfEachFileIsReadWithTheParseOptionsOfToday() throws IOException {
        arrives("a.csv", "id;day;status\n1;2024-01-01;new\n");
        arrives("b.csv", "status;id;day\npaid;2;2024-01-02\n");
        assertThat(run().rows()).isEqualTo(new RowCounts(2, 0, 2, 0, 0));
        pipeline(ONE_FORM, "delimiter: ';'");

        assertThat(replay().rows().landed()).isEqualTo(2);
        assertThat(landed()).containsExactly("[1,2024-01-01,new]", "[2,2024-01-02,paid]");
    }

    @Test
    void bytesThatWereNoTextAreReadInTheEncodingOfToday() throws IOException {
        Files.write(
                folder.resolve("inbox/a.csv"),
                "id,day,status\n1,2024-01-01,n\u00e9w\n".getBytes(StandardCharsets.ISO_8859_1));
        run();
        assertThat(current("reasons.code")).containsExactly("[ArraySeq(UNDECODABLE)]");
        pipeline(ONE_FORM, "encoding: ISO-8859-1");

        replay();

        assertThat(current("raw", "raw_bytes", "reasons.code"))
                .containsExactly("[1,2024-01-01,n\u00e9w,null,ArraySeq(NOT_IN_ENUM)]");
    }

    @Test
    void aRecordThatIsSeveralTodayStays() throws IOException {
        arrives("a.csv", "id,day,status\n1,2024-01-01,\"lo\nst\"\n");
        run();
        pipeline(ONE_FORM, "quote: none");

        assertThat(replay().rows()).isEqualTo(new RowCounts(1, 0, 1, 0, 0));
        assertThat(current("reasons.code")).containsExactly("[ArraySeq(NOT_ONE_RECORD)]");
    }

    @Test
    void aRecordOfWhichAPartIsKeptIsNotReplayed() throws IOException {
        pipeline(ONE_FORM, "maxRecordSize: 1KiB");
        arrives("a.csv", "id,day,status\n1,2024-01-01,new\n2,2024-01-02," + "x".repeat(70_000) + "\n");
        run();
        pipeline(ONE_FORM, "");

        assertThatThrownBy(this::replay).hasMessageContaining("only a part of the record is kept");
        assertThat(landed()).hasSize(1);
    }

    @Test
    void discardedRowsAreCurrentNoMoreAndTheHistoryTellsWhoAndWhy() throws IOException {
        load();
        String id = sluice.quarantine(
                        "orders",
                        new QuarantineFilter(
                                Optional.of("SHORT_ROW"), Optional.empty(), Optional.empty(), Optional.empty()))
                .select("quarantine_id")
                .first()
                .getString(0);
        QuarantineFilter one = new QuarantineFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(id));
        replay();

        assertThat(sluice.discardRows("orders", one, "bo", "not ours", RunListener.SILENT))
                .isEqualTo(1);

        assertThat(current("quarantine_id")).hasSize(2).doesNotContain("[" + id + "]");
        assertThat(sluice.history("orders", id))
                .extracting(RowEvent::event)
                .containsExactly("quarantined", "replayed", "failed_again", "discarded");
        assertThat(sluice.history("orders", id).get(3).who()).contains("bo");
        assertThat(sluice.history("orders", id).get(3).detail()).contains("not ours");
        assertThatThrownBy(() -> sluice.discardRows("orders", one, "bo", "again", RunListener.SILENT))
                .hasMessageContaining("no current row matches");
    }

    @Test
    void twoCorrectionsOfOneRowAreRefused() throws IOException {
        load();
        String id = current("quarantine_id").get(0).replaceAll("[\\[\\]]", "");
        List<Correction> twice =
                List.of(new Correction(id, 1, "9,2024-01-01,new"), new Correction(id, 1, "10,2024-01-01,new"));

        assertThatThrownBy(() -> sluice.replayCorrected("orders", twice, "ada", RunListener.SILENT))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_EDIT))
                .hasMessageContaining("stands twice");
    }

    @Test
    void rowsCorrectedByHandLandAndTheHistoryKeepsTheCorrection() throws IOException {
        load();
        Path file = folder.resolve("bad.csv");
        long written = EditFile.write(
                file,
                sluice.quarantine("orders", QuarantineFilter.ALL)
                        .orderBy("raw")
                        .selectExpr("quarantine_id", "attempt", "source_uri", "record_no", "'why'", "raw")
                        .toLocalIterator());
        assertThat(written).isEqualTo(3);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("2,2.1.2024,paid", "2,2024-01-02,paid")
                        .replace("new,5", "new,2024-01-05,5"));

        List<Correction> corrections = EditFile.read(file);
        assertThat(sluice.rehearseCorrected("orders", corrections).rows()).isEqualTo(new RowCounts(3, 2, 1, 0, 0));
        RunResult result = sluice.replayCorrected("orders", corrections, "cy", RunListener.SILENT);

        assertThat(result.rows()).isEqualTo(new RowCounts(3, 2, 1, 0, 0));
        assertThat(landed())
                .containsExactly(
                        "[1,2024-01-01,new]", "[2,2024-01-02,paid]", "[4,2024-01-04,paid]", "[5,2024-01-05,new]");
        String id = corrections.get(0).quarantineId();
        assertThat(sluice.history("orders", id))
                .extracting(RowEvent::event)
                .containsExactly("quarantined", "edited", "landed");
        assertThat(sluice.history("orders", id).get(1))
                .satisfies(edit -> assertThat(edit.who()).contains("cy"))
                .satisfies(edit -> assertThat(edit.detail()).contains("2,2024-01-02,paid"));
        // The same file again is of rows that are not as they were.
        assertThatThrownBy(() -> sluice.replayCorrected("orders", corrections, "cy", RunListener.SILENT))
                .hasMessageContaining("no current row matches");
    }

    @Test
    void onlyOldRowsThatNobodyNeedsAreRemoved() throws IOException {
        load();
        pipeline(TWO_FORMS, "");
        replay();

        assertThat(sluice.countOldDecidedRows("orders", Duration.ofDays(90), NOW))
                .isZero();
        assertThat(sluice.removeOldDecidedRows("orders", Duration.ofDays(90), NOW, RunListener.SILENT))
                .isZero();
        assertThat(sluice.removeOldDecidedRows("orders", Duration.ZERO, Optional.empty(), RunListener.SILENT))
                .as("the replay can be taken back")
                .isZero();
        assertThat(sluice.removeOldDecidedRows("orders", Duration.ZERO, NOW, RunListener.SILENT))
                .isEqualTo(3);
        assertThat(sluice.everQuarantined("orders", QuarantineFilter.ALL).count())
                .isEqualTo(2);
        assertThat(current("attempt")).containsExactly("[2]", "[2]");

        assertThat(sluice.removeOldRows("orders", Duration.ZERO, RunListener.SILENT))
                .isEqualTo(2);
        assertThat(landed()).hasSize(3);
    }

    @Test
    void rowsOfHeldRunsWaitForTheDecisionAboutTheirRun() throws IOException {
        load();
        Path file = folder.resolve("pipelines/orders.yaml");
        Files.writeString(file, Files.readString(file) + "budget: {rejected: 0}\n");
        sluice.close();
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
        arrives("d.csv", "id,day,status\n9,9.9.2024,new\n");
        assertThat(run().state()).isEqualTo(RunState.HELD);

        assertThat(sluice.quarantine("orders", QuarantineFilter.ALL).count()).isEqualTo(4);
        assertThat(replay().rows().read()).isEqualTo(3);
    }

    @Test
    void quarantineWhoseFilesAreGoneIsAFailedJobForEveryCommand() throws IOException {
        load();
        String id = current("quarantine_id").get(0).replaceAll("[\\[\\]]", "");
        Path files = folder.resolve(".sluice/warehouse/shop/orders__quarantine/data");
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file :
                    all.filter(one -> one.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }

        List<ThrowingCallable> commands = List.of(
                this::replay,
                () -> sluice.rehearseReplay("orders", QuarantineFilter.ALL),
                () -> sluice.discardRows("orders", QuarantineFilter.ALL, "ada", "none", RunListener.SILENT),
                () -> sluice.countOldRows("orders", Duration.ofDays(-1)),
                () -> sluice.removeOldRows("orders", Duration.ofDays(-1), RunListener.SILENT),
                () -> sluice.history("orders", id));
        assertThat(commands)
                .allSatisfy(command -> assertThatExceptionOfType(SluiceException.class)
                        .isThrownBy(command)
                        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_FAILED)));
    }
}
