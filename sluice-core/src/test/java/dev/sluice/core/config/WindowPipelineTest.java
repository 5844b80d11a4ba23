package dev.sluice.core.config;

import static dev.sluice.api.ErrorCode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.spec.Watermark;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.spec.WindowTexts;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowPipelineTest {
    private static final String ORDERS = """
            zone: America/New_York
            source:
              files: "${inbox}/${window.start:yyyy/MM/dd}/*.csv"
              format: csv
            window: {every: 1d, column: at, starts: 2026-01-01}
            target:
              table: orders
              columns: {id: long, at: timestamp}
            validate:
              - {type: expect, name: not_before, that: "at >= '${window.start}'", when: "id < ${window.end:yyyyMMdd}"}
            """;

    @TempDir
    Path folder;

    private List<Problem> problems(String pipeline) {
        return ProjectFolder.in(folder).with("pipelines/p.yaml", pipeline).problems("p");
    }

    private PipelineSpec read(String pipeline) {
        return ProjectFolder.in(folder)
                .with("pipelines/p.yaml", pipeline)
                .open()
                .pipeline("p");
    }

    private static String windowed(String window) {
        return """
            source: {files: in/*.csv, format: csv}
            window: %s
            target:
              table: t
              columns: {id: long, at: timestamp, day: date, late: boolean}
            """.formatted(window);
    }

    @Test
    void theSectionIsReadWithItsDefaults() {
        WindowSpec window = read(ORDERS).window().orElseThrow();

        assertThat(window.schedule().grid().zone()).hasToString("America/New_York");
        assertThat(window.schedule().grid().every()).hasToString("1d");
        assertThat(window.schedule().buffer()).isZero();
        assertThat(window.column()).contains("at");
        assertThat(window.late()).isEqualTo(Late.QUARANTINE);
        assertThat(window.lateness()).isEmpty();
        assertThat(window.starts()).map(window.schedule().grid()::text).contains("2026-01-01/2026-01-02");
        assertThat(window.watermark()).isEmpty();
        assertThat(window.addedColumns()).map(TargetColumn::name).containsExactly("window_start");
    }

    @Test
    void aWindowOfOtherBoundsIsNotRun() {
        WindowSpec days = read(windowed("{every: 1d, zone: UTC}")).window().orElseThrow();
        Instant start = Instant.parse("2026-03-28T00:00:00Z");

        days.require(new Window(start, start.plusSeconds(86_400)));
        assertThatThrownBy(() -> days.require(new Window(start, start.plusSeconds(3600))))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(WINDOW_OFF_GRID))
                .hasMessageContaining("Cannot run 2026-03-28T00:00Z/2026-03-28T01:00Z");
    }

    private static String named(String pattern, String window) {
        return windowed(window).replace("in/*.csv", "\"in/${window.start:%s}.csv\"".formatted(pattern));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            yyyy-MM-dd;      {every: 1h}
            yyyy-MM-dd hh;   {every: 1h}
            yyyy-MM-dd;      {every: 6h}
            yyyy-MM;         {every: 1d}
            yyyy-MM;         {every: 30d}
            yyyy-MM;         {every: 1w}
            yyyy-MM;         {every: 4w}
            yyyy;            {every: 1mo}
            yyyy;            {every: 6mo}
            """)
    void aPatternThatIsTheSameForSeveralWindowsIsRefused(String pattern, String window) {
        assertThat(problems(named(pattern, window))).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(WINDOWS_ALIKE);
            assertThat(problem.location()).isNotNull();
        });
        assertThat(problems(named(pattern, window.replace("}", ", column: at}"))))
                .as("a column tells the rows apart")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            yyyy-MM-dd-HH;   {every: 1h}
            HHmm;            {every: 1h}
            yyyy-MM-dd a;    {every: 12h}
            MM-dd;           {every: 1d}
            yyyy-'W'w;       {every: 1w}
            yyyy-MM;         {every: 1mo}
            yyyy-QQ;         {every: 3mo}
            yyyy;            {every: 12mo}
            """)
    void oneThatTellsThemApartIsNot(String pattern, String window) {
        assertThat(problems(named(pattern, window))).isEmpty();
    }

    @Test
    void aQueryThatIsTheSameForSeveralWindowsIsRefused() {
        String pipeline = """
            source: {query: "SELECT id FROM shop.orders WHERE day = '${window.start:yyyy-MM-dd}'%s"}
            window: {every: 1h}
            target: {table: t, columns: {id: long}}
            """;

        assertThat(problems(pipeline.formatted(""))).extracting(Problem::code).containsExactly(WINDOWS_ALIKE);
        assertThat(problems(pipeline.formatted(" AND hour = '${window.start:HH}'")))
                .isEmpty();
    }

    @Test
    void anHourThatComesTwiceIsRunOnlyIfTheSourceTellsWhichOfThem() {
        PipelineSpec hourly = read(named("yyyy-MM-dd-HH", "{every: 1h, zone: Europe/Berlin}"));
        List<Window> hours = hourly.window()
                .orElseThrow()
                .schedule()
                .grid()
                .between(Instant.parse("2026-10-24T23:00:00Z"), Instant.parse("2026-10-25T03:00:00Z"))
                .toList();

        WindowTexts.require(hourly, hours.get(3));
        for (Window twice : hours.subList(1, 3)) {
            assertThatThrownBy(() -> WindowTexts.require(hourly, twice))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(WINDOWS_ALIKE))
                    .hasMessageContaining("for 2026-10-25T02:00+02:00/2026-10-25T02:00+01:00 and")
                    .hasMessageContaining("in/2026-10-25-02.csv");
            WindowTexts.require(read(named("yyyy-MM-dd-HHX", "{every: 1h, zone: Europe/Berlin}")), twice);
            WindowTexts.require(read(named("yyyy-MM-dd-HH", "{every: 1h, column: at, zone: Europe/Berlin}")), twice);
        }
    }

    @Test
    void everyKeyIsRead() {
        WindowSpec window = read(windowed("""
                {every: 6h, column: at, zone: Europe/Berlin, buffer: 4h, lateness: 3d, late: append,
                  startColumn: w, lateColumn: came_late, watermark: {column: at, delay: 10m}}""")).window().orElseThrow();

        assertThat(window.schedule().grid().zone()).hasToString("Europe/Berlin");
        assertThat(window.schedule().buffer()).isEqualTo(Duration.ofHours(4));
        assertThat(window.lateness()).contains(Duration.ofDays(3));
        assertThat(window.addedColumns()).map(TargetColumn::name).containsExactly("w", "came_late");
        assertThat(window.watermark().orElseThrow()).isInstanceOfSatisfying(Watermark.Progress.class, progress -> {
            assertThat(progress.column()).isEqualTo("at");
            assertThat(progress.delay()).isEqualTo(Duration.ofMinutes(10));
        });
    }

    @Test
    void aMarkerStartsAtTheProjectsFolderAndKeepsItsReferences() {
        WindowSpec window = read(windowed("{every: 1d, watermark: {marker: \"${inbox}/${window.end:dd}/_SUCCESS\"}}"))
                .window()
                .orElseThrow();

        assertThat(window.watermark()).contains(new Watermark.Marker(folder + "/data/${window.end:dd}/_SUCCESS"));
    }

    @Test
    void aPipelineWithoutTheSectionHasNoWindows() {
        assertThat(read(windowed("")).window()).isEmpty();
        assertThat(read(windowed("")).target().added()).isEmpty();
    }

    @Test
    void referencesStayUntilARunResolvesThemInTheWindowsZone() {
        PipelineSpec pipeline = read(ORDERS);
        Window day = TimeText.window(
                "2026-03-08", pipeline.window().orElseThrow().schedule().grid());

        assertThat(pipeline.source().files()).containsExactly(folder + "/data/${window.start:yyyy/MM/dd}/*.csv");
        PipelineSpec resolved = pipeline.at(day);

        assertThat(resolved.source().files()).containsExactly(folder + "/data/2026/03/08/*.csv");
        assertThat(resolved.validate().get(0).terms().when()).contains("id < 20260309");
        assertThat(resolved.validate().get(0).options())
                .hasToString(pipeline.validate()
                        .get(0)
                        .options()
                        .toString()
                        .replace("${window.start}", "2026-03-08T05:00:00Z"));
        assertThat(resolved.fingerprint()).isEqualTo(pipeline.fingerprint());
    }

    @Test
    void theFingerprintCoversTheSection() {
        String daily = read(windowed("{every: 1d}")).fingerprint();

        assertThat(read(windowed("{every: 1w}")).fingerprint()).isNotEqualTo(daily);
        assertThat(read(windowed("{every: \"1d\"}")).fingerprint()).isEqualTo(daily);
        assertThat(read(windowed("")).fingerprint()).isNotEqualTo(daily);
    }

    @Test
    void theTargetIsPartitionedByWindowFirst() {
        PipelineSpec pipeline = read(windowed("{every: 1d}") + "  partition: [day(window_start)]\n");

        assertThat(pipeline.target().partition())
                .extracting(field -> field.transform() + " " + field.column())
                .containsExactly("IDENTITY window_start", "DAY window_start");
        assertThat(read(windowed("{every: 1d}") + "  partition: [window_start]\n")
                        .target()
                        .partition())
                .hasSize(1);
        assertThat(pipeline.target().tableColumns()).last().satisfies(column -> {
            assertThat(column.name()).isEqualTo("window_start");
            assertThat(column.required()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            INVALID_WINDOW_LENGTH;  17; every is '5h';                          {every: 5h}
            INVALID_WINDOW_LENGTH;  17; every is '1y';                          {every: 1y}
            MISSING_KEY;             1; 'every' is missing in window;           {column: at}
            UNKNOWN_KEY;            21; did you mean 'column'?;                 {every: 1d, colum: at}
            WRONG_SHAPE;             9; window must be a map;                   [1d]
            UNKNOWN_WORD;           39; did you mean 'append'?;                 {every: 1d, column: at, late: apend}
            UNKNOWN_ZONE;           27; did you mean 'Europe/Berlin'?;          {every: 1d, zone: Europe/Berln}
            INVALID_DURATION;       29; 'soon';                                 {every: 1d, buffer: soon}
            INVALID_TIME;           29; Cannot read 'monday' as a time;         {every: 1d, starts: monday}
            WINDOW_OFF_GRID;        29; 2026-06-29/2026-07-06;                  {every: 1w, starts: 2026-07-01}
            UNKNOWN_COLUMN;         29; did you mean 'at'?;                     {every: 1d, column: att}
            WINDOW_COLUMN;          29; 'id' is long and tells no time;         {every: 1d, column: id}
            WINDOW_COLUMN;          41; 'id' is long;                           {every: 1d, watermark: {column: id}}
            CONFLICTING_KEYS;       31; lateness says nothing without;          {every: 1d, lateness: 3d}
            CONFLICTING_KEYS;       27; late says nothing without;              {every: 1d, late: next}
            CONFLICTING_KEYS;       21; no 'column' and no 'marker';            {every: 1d, watermark: {}}
            CONFLICTING_KEYS;       53; both 'column' and 'marker';             {every: 1d, watermark: {column: at, marker: x}}
            CONFLICTING_KEYS;       51; delay says nothing about a marker;      {every: 1d, watermark: {marker: x, delay: 1m}}
            UNKNOWN_KEY;            33; did you mean 'marker'?;                 {every: 1d, watermark: {markr: x, marker: x}}
            DUPLICATE_COLUMN;        1; windows add 'late';                     {every: 1d, column: at, late: append}
            DUPLICATE_COLUMN;        1; set 'window.startColumn';               {every: 1d, startColumn: ID}
            DUPLICATE_COLUMN;       75; have the same name;                     {every: 1d, column: at, late: append, startColumn: x, lateColumn: X}
            CONFLICTING_KEYS;       44; cannot be used with window.column;      {every: 1d, column: at, endColumn: e}
            CONFLICTING_KEYS;       48; cannot be used with window.startColumn; {every: 1d, startColumn: s, endColumn: e}
            DUPLICATE_COLUMN;        1; set 'window.endColumn';                 {every: 1d, endColumn: ID}
            INVALID_NAME;           32; Iceberg keeps for itself;               {every: 1d, endColumn: _file}
            INVALID_NAME;           34; Iceberg keeps for itself;               {every: 1d, startColumn: _file}
            INVALID_NAME;           34; is not allowed;                         {every: 1d, startColumn: a.b}
            """)
    void whatIsWrongIsToldWithItsPlace(ErrorCode code, int column, String text, String window) {
        assertThat(problems(windowed(window))).first().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.location()).hasToString("pipelines/p.yaml:2:" + column);
            assertThat(problem.message() + " / " + problem.advice()).contains(text);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            WINDOW_REFERENCE;      did you mean 'start'?;                ${window.strat}
            WINDOW_REFERENCE;      write ${window.start};                ${window.zone}
            INVALID_TIME_PATTERN;  Unknown pattern letter: b;            ${window.start:yyyy-bb}
            INVALID_TIME_PATTERN;  is empty;                             ${window.start:}
            INVALID_TIME_PATTERN;  did you mean 'yyyy-MM'?;              ${window.start:YYYY-MM}
            INVALID_REFERENCE;     is not closed;                        ${window.start
            """)
    void aReferenceWithAFlawIsRefusedWhereItStands(ErrorCode code, String text, String reference) {
        List<Problem> problems = problems("""
                source: {files: "in/%s", format: csv}
                window: {every: 1d}
                target: {table: t, columns: {id: long}}
                """.formatted(reference));

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.location()).hasToString("pipelines/p.yaml:1:21");
            assertThat(Optional.ofNullable(problem.location()).orElseThrow().length())
                    .isEqualTo(reference.length());
            assertThat(problem.message() + " / " + problem.advice()).contains(text);
        });
    }

    @Test
    void aReferenceOutsideOfAWindowedPipelineIsRefused() {
        assertThat(problems("""
                source: {files: "in/${window.start}", format: csv}
                target: {table: t, columns: {id: long}}
                validate:
                  - {type: expect, that: "id > ${window.end:dd}"}
                """))
                .extracting(Problem::code, problem -> String.valueOf(problem.location()))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(WINDOW_REFERENCE, "pipelines/p.yaml:1:21"),
                        org.assertj.core.groups.Tuple.tuple(WINDOW_REFERENCE, "pipelines/p.yaml:4:32"));
    }

    @Test
    void aReferenceStandsWhereARunResolvesItOnly() {
        assertThat(problems("""
                source: {files: in, format: csv, fingerprint: content, partitions: ["${window.end}"]}
                window: {every: 1d, startColumn: "x${window.end}"}
                convert:
                  - {type: split, column: name, separator: "${window.start}", into: [id]}
                target: {table: t, columns: {id: long}, properties: {a: "${window.start}"}}
                """).stream().filter(problem -> problem.code() == WINDOW_REFERENCE))
                .extracting(problem -> String.valueOf(problem.location()))
                .containsExactlyInAnyOrder(
                        "pipelines/p.yaml:1:70",
                        "pipelines/p.yaml:2:36",
                        "pipelines/p.yaml:4:45",
                        "pipelines/p.yaml:5:58");
    }

    @Test
    void whatAllRunsShareCannotReferToAWindow() {
        ProjectFolder project = ProjectFolder.in(folder)
                .with("sluice.yaml", "name: crm\nwarehouse: w/${window.start:yyyy}\nvars: {inbox: data}\n")
                .with("pipelines/p.yaml", ORDERS);

        assertThat(project.problems("p")).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(WINDOW_REFERENCE);
            assertThat(problem.message()).contains("'warehouse' is the same for all runs");
        });
    }

    @Test
    void aVariableCanHoldAReference() {
        PipelineSpec pipeline = read("""
                vars: {day: "${window.start:MM-dd-yyyy}"}
                source: {files: "in/${day}.csv", format: csv}
                window: {every: 1d}
                target: {table: t, columns: {id: long}}
                """);
        Window day = TimeText.window(
                "2026-03-08", pipeline.window().orElseThrow().schedule().grid());

        assertThat(pipeline.at(day).source().files()).containsExactly(folder + "/in/03-08-2026.csv");
    }

    @Test
    void configShowsReferencesAsTheyAreWritten() {
        ProjectFolder project = ProjectFolder.in(folder).with("pipelines/p.yaml", ORDERS);

        assertThat(project.open().config(Optional.of("p")).value("source.files"))
                .hasValueSatisfying(text -> assertThat(text).contains("data/${window.start:yyyy/MM/dd}/*.csv"));
    }

    @Test
    void theProgressOfAColumnIsNotToldByFilesThatWindowsName() {
        assertThat(problems(ORDERS.replace("column: at,", "column: at, watermark: {column: at},")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(ErrorCode.CONFLICTING_KEYS);
                    assertThat(problem.location()).hasToString("pipelines/p.yaml:5:53");
                });
    }
}
