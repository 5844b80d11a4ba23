package dev.sluice.cli.badinput;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.run.QuarantineFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad file has its reasons, loses no row, keeps no other file from loading, and takes bounded time and memory. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadFilesTest {
    @TempDir
    static Path folder;

    private static BadProject project;

    static Stream<BadFile> files() {
        return Stream.of(
                        BadCsvFiles.all(),
                        BadJsonFiles.all(),
                        BadFixedFiles.all(),
                        BadLogFiles.all(),
                        BadDocuments.json(),
                        BadDocuments.xml(),
                        BadArchives.all(),
                        BadZipFiles.all(),
                        BadTypedFiles.all(),
                        BadExcelFiles.all(),
                        BadValues.texts(),
                        BadValues.others())
                .flatMap(List::stream);
    }

    /**
     * Of each format one file without reasons and one for each reason, values that could do harm, and what needs much memory;
     * all of them in the long form.
     */
    static Stream<BadFile> chosen() {
        if (Boolean.getBoolean("sluice.tests.long")) {
            return files();
        }
        Set<String> seen = new HashSet<>();
        return files().filter(file -> seen.addAll(codes(file))
                || BadValues.TEXTS.containsKey(file.pipeline())
                || file.heapMib() > BadFile.USUAL_HEAP_MIB);
    }

    /** With the format; that alone where there are none. */
    private static Set<String> codes(BadFile file) {
        return (file.reasons().isEmpty() ? List.of("") : file.reasons())
                .stream()
                        .map(reason -> file.format() + " " + reason.replaceAll("[^A-Z_].*", ""))
                        .collect(Collectors.toSet());
    }

    @BeforeAll
    static void open() throws IOException {
        project = BadProject.of(folder, files());
    }

    @AfterAll
    static void close() {
        project.close();
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void badFileIsToldAndTheOthersLand(BadFile bad) throws IOException, InterruptedException {
        project.arrives(bad);

        RunResult result;
        long mib;
        try (HeapPeak peak = HeapPeak.fromNow()) {
            result = project.run(bad.pipeline());
            mib = peak.mib(bad.heapMib());
        }

        assertThat(reasons(result)).containsExactlyElementsOf(bad.reasons());
        assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(result.rows())
                .isEqualTo(new RowCounts(
                        bad.read() + BadProject.GOOD_ROWS,
                        bad.landed() + BadProject.GOOD_ROWS,
                        bad.quarantined(),
                        0,
                        0));
        Row landed = project.sluice()
                .query("select count(*), count_if(id > 900000) from bad." + bad.pipeline())
                .first();
        assertThat(landed.getLong(0)).isEqualTo(bad.landed() + BadProject.GOOD_ROWS);
        assertThat(landed.getLong(1)).isEqualTo(BadProject.GOOD_ROWS);
        assertQuarantineIsComplete(bad);
        if (BadValues.TEXTS.containsKey(bad.pipeline())) {
            assertKept(bad.pipeline(), BadValues.TEXTS.get(bad.pipeline()));
        }
        assertHarmless(result);
        assertThat(mib).as("heap after collections, peak in MiB").isLessThan(bad.heapMib());
        Files.delete(folder.resolve("inbox").resolve(bad.pipeline()).resolve(bad.file()));
    }

    private static void assertQuarantineIsComplete(BadFile bad) {
        Dataset<Row> rows = project.sluice().quarantine(bad.pipeline(), QuarantineFilter.ALL);
        Row facts = rows.selectExpr(
                        "count(*)",
                        "count(distinct quarantine_id)",
                        "count_if(size(reasons) = 0%s)"
                                .formatted(TypedSamples.has(bad.format()) ? "" : " or raw is null"),
                        "count_if(not source_uri like '%/" + bad.file() + "%')")
                .first();
        assertThat(facts.toSeq().mkString(",")).isEqualTo("%d,%d,0,0".formatted(bad.quarantined(), bad.quarantined()));
    }

    private static void assertKept(String pipeline, String value) {
        String cell = "\"" + value + "\"";
        assertThat(project.sluice()
                        .query("select note from bad.%s where id = 1".formatted(pipeline))
                        .first()
                        .getString(0))
                .isEqualTo(value);
        assertThat(project.sluice()
                        .quarantine(pipeline, QuarantineFilter.ALL)
                        .select("raw")
                        .first()
                        .getString(0))
                .isEqualTo(cell + ",b," + cell);
    }

    /** The page of the run shows what it found as text, however large and of whatever characters. */
    private static void assertHarmless(RunResult result) throws IOException {
        String report = Files.readString(requireNonNull(result.report()));
        assertThat(report).doesNotContain("<img", "\u001b", "\u0007", "\u202e");
        assertThat(report.length()).as("length of the report").isLessThan(1 << 20);
    }

    private static List<String> reasons(RunResult result) {
        return result.reasons().stream()
                .collect(Collectors.groupingBy(
                        ReasonCount::code, TreeMap::new, Collectors.summingLong(ReasonCount::rows)))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    private static long count(String sql) {
        return project.sluice().query(sql).first().getLong(0);
    }
}
