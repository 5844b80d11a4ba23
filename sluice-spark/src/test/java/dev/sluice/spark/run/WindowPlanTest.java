package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.dag.PipelineDag;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.PlanView.PlannedFile;
import dev.sluice.spark.run.PlanView.PlannedWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planned on Wednesday morning, when the last window that is due is Tuesday. */
class WindowPlanTest {
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneOffset.UTC);
    private static final Window MONDAY = TimeText.window("2026-03-02", DAYS);
    private static final Window TUESDAY = TimeText.window("2026-03-03", DAYS);
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-03-04T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Project project;
    private Sluice sluice;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/events.yaml"), """
                source: {files: "inbox/*.csv", format: csv}
                window:
                  every: 1d
                  column: at
                  starts: 2026-03-02
                  watermark: {marker: "inbox/${window.start:yyyy-MM-dd}.done"}
                target: {table: events, columns: {id: {type: long, required: true}, at: timestamptz}}
                budget: {rejected: "0"}
                """);
        Files.writeString(folder.resolve("pipelines/copy.yaml"), """
                source: {table: events}
                target: {table: copy, columns: {id: long}}
                """);
        project = Project.open(folder, Optional.empty(), List.of(), Map.of());
        sluice = Sluice.sandbox(project, LocalSpark.session(), folder.resolve("sandbox"), NOW);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void thePlanIsThatOfTheLastWindowThatIsDueAndReadsWhatNobodyHasRead() throws IOException {
        arrives("a", "1,2026-03-02T10:00:00Z");
        isComplete(MONDAY);

        PlannedWindow waiting = sluice.plan("events").window().orElseThrow();
        assertThat(waiting.window()).isEqualTo("2026-03-03/2026-03-04");
        assertThat(waiting.trigger()).isEqualTo("2026-03-04T00:00Z");
        assertThat(waiting.status()).isEqualTo(Status.WAITING);
        assertThat(waiting.complete())
                .hasValueSatisfying(text ->
                        assertThat(text).startsWith("it waits for its marker, ").endsWith("2026-03-03.done"));
        assertThat(waiting.firstOther()).contains("2026-03-02/2026-03-03");

        run(MONDAY);
        arrives("b", "2,2026-03-03T10:00:00Z");
        isComplete(TUESDAY);
        PlanView missing = sluice.plan("events");
        assertThat(missing.window().orElseThrow().status()).isEqualTo(Status.MISSING);
        assertThat(missing.window().orElseThrow().complete()).contains("it is complete");
        assertThat(missing.window().orElseThrow().others()).isZero();
        assertThat(missing.files())
                .extracting(PlannedFile::path)
                .singleElement()
                .satisfies(path -> assertThat(path).endsWith("/b.csv"));
        assertThat(missing.landed()).isEqualTo(1);

        run(TUESDAY);
        PlanView published = sluice.plan("events");
        assertThat(published.window().orElseThrow().status()).isEqualTo(Status.PUBLISHED);
        assertThat(published.files()).isEmpty();
        assertThat(published.problems()).isEmpty();
    }

    @Test
    void aPlanTellsThatWindowsOfOtherBoundsHaveTheTime() throws IOException {
        arrives("a", "1,2026-03-03T10:00:00Z");
        isComplete(TUESDAY);
        run(TUESDAY);
        Path pipeline = folder.resolve("pipelines/events.yaml");
        Files.writeString(pipeline, Files.readString(pipeline).replace("every: 1d", "every: 12h\n  buffer: 2h"));
        sluice.close();
        project = Project.open(folder, Optional.empty(), List.of(), Map.of());
        sluice = Sluice.sandbox(project, LocalSpark.session(), folder.resolve("sandbox"), NOW);

        assertThat(sluice.plan("events").window().orElseThrow().status()).isEqualTo(Status.OVERLAPS);
    }

    @Test
    void aWindowThatCannotRunStopsThoseThatReadFromItInTheDrawing() throws IOException {
        arrives("a", "1,2026-03-02T10:00:00Z", "x,2026-03-03T10:00:00Z");

        assertThat(drawn())
                .first()
                .satisfies(events -> assertThat(events)
                        .startsWith(
                                "NOT_RUN has an incomplete window, 2026-03-03/2026-03-04: it waits for its marker, "));
        assertThat(drawn().get(1)).startsWith("NOT_RUN parent events has an incomplete window, ");

        isComplete(TUESDAY);
        assertThat(drawn().get(0))
                .isEqualTo("RUN with --window or --at: 1 window is due and missing, the first 2026-03-03/2026-03-04;"
                        + " 1 waiting");

        String held = run(TUESDAY).runId();
        assertThat(drawn())
                .containsExactly(
                        "NOT_RUN is held (run %s)".formatted(held),
                        "NOT_RUN parent events is held (run %s)".formatted(held));
        assertThat(sluice.plan("events").files()).as("a run would be refused").isEmpty();
        assertThat(sluice.plan("events").window().orElseThrow().status()).isEqualTo(Status.HELD);
    }

    private List<String> drawn() {
        return sluice.plan(PipelineDag.of(project), List.of("events", "copy")).stream()
                .map(planned -> planned.step() + " " + planned.why())
                .toList();
    }

    private RunResult run(Window window) {
        return sluice.run("events", RunOptions.window(WindowChoice.of(window)), RunListener.SILENT);
    }

    private void arrives(String file, String... rows) throws IOException {
        Files.writeString(folder.resolve("inbox/" + file + ".csv"), "id,at\n" + String.join("\n", rows) + "\n");
    }

    private void isComplete(Window window) throws IOException {
        Files.writeString(
                folder.resolve(
                        "inbox/%s.done".formatted(window.start().toString().substring(0, 10))),
                "");
    }
}
