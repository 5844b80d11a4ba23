package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Span;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows that are due, and wait until the source says that they are complete. */
class WatermarkTest {
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneOffset.UTC);
    private static final Window MONDAY = TimeText.window("2026-03-02", DAYS);
    private static final Window TUESDAY = TimeText.window("2026-03-03", DAYS);

    @TempDir
    Path folder;

    private Sluice sluice;
    private String starts = "starts: 2026-03-02, ";

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void aWindowWaitsForItsMarker() throws IOException {
        open("inbox/${window.start:yyyy-MM-dd}.csv", "marker: \"inbox/${window.start:yyyy-MM-dd}.done\"");
        arrives("2026-03-02", "1,2026-03-02T10:00:00Z");
        arrives("2026-03-03", "2,2026-03-03T10:00:00Z");

        assertIncomplete(MONDAY, "it waits for its marker, ");
        assertThat(line(MONDAY).status()).isEqualTo(Status.WAITING);
        assertThat(line(MONDAY).why()).endsWith("2026-03-02.done");

        Files.writeString(folder.resolve("inbox/2026-03-02.done"), "");
        assertThat(line(MONDAY).status()).isEqualTo(Status.MISSING);
        assertThat(run(MONDAY, WindowWish.MISSING)).isEqualTo(RunState.PUBLISHED);
        assertIncomplete(TUESDAY, "it waits for its marker, ");
        assertThat(run(TUESDAY, WindowWish.REPLACE))
                .as("whoever asks for a window as it is gets it")
                .isEqualTo(RunState.PUBLISHED);
    }

    @Test
    void aWindowWaitsUntilItsColumnHasComeFarEnough() throws IOException {
        open("inbox/*.csv", "column: at, delay: 10m");
        arrives("a", "1,2026-03-02T10:00:00Z", "2,2026-03-03T00:09:59Z");

        assertIncomplete(
                MONDAY, "it waits until column at reaches 2026-03-03T00:10Z; it has come to 2026-03-03T00:09:59Z");
        assertThat(line(MONDAY).status()).isEqualTo(Status.WAITING);
        arrives("b", "x,2026-03-09T00:00:00Z", "3,2026-03-03T00:10:00Z");
        sluice.lookAhead("events", Span.ALL);

        assertThat(line(MONDAY).status()).isEqualTo(Status.MISSING);
        assertThat(run(MONDAY, WindowWish.MISSING)).isEqualTo(RunState.PUBLISHED);
        assertIncomplete(TUESDAY, "it has come to 2026-03-03T00:10Z");
    }

    /** No window is known before. */
    @Test
    void whoLoadsThePastForTheFirstTimeLooksAheadToo() throws IOException {
        starts = "";
        open("inbox/*.csv", "column: at, delay: 10m");
        arrives("a", "1,2026-03-02T10:00:00Z", "2,2026-03-04T00:10:00Z");
        Span past = new Span(Optional.of(MONDAY), Optional.of(TUESDAY.end()));

        sluice.lookAhead("events", past);

        assertThat(sluice.windows("events", past))
                .extracting(Line::status)
                .containsExactly(Status.MISSING, Status.MISSING);
    }

    @Test
    void aFileThatComesBetweenTheLookAndTheRunIsSeenToo() throws IOException {
        open("inbox/*.csv", "column: at, delay: 10m");
        arrives("a", "1,2026-03-02T10:00:00Z", "2,2026-03-03T00:10:00Z");
        sluice.lookAhead("events", Span.ALL);
        arrives("b", "3,2026-03-04T00:10:00Z");

        run(MONDAY, WindowWish.MISSING);

        assertThat(line(TUESDAY).status()).isEqualTo(Status.MISSING);
        assertThat(run(TUESDAY, WindowWish.MISSING)).isEqualTo(RunState.PUBLISHED);
    }

    private void assertIncomplete(Window window, String why) {
        assertThatThrownBy(() -> run(window, WindowWish.MISSING))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WINDOW_INCOMPLETE))
                .hasMessageContaining(why);
    }

    private Line line(Window window) {
        return sluice.windows("events", Optional.empty()).stream()
                .filter(line -> line.window().equals(window))
                .findFirst()
                .orElseThrow();
    }

    private RunState run(Window window, WindowWish wish) {
        return sluice.run(
                        "events",
                        RunOptions.window(new WindowChoice(window, Optional.empty(), wish)),
                        RunListener.SILENT)
                .state();
    }

    private void open(String files, String watermark) throws IOException {
        Files.writeString(folder.resolve("pipelines/events.yaml"), """
                source: {files: "%s", format: csv}
                window: {every: 1d, column: at, %swatermark: {%s}}
                target:
                  table: shop.events
                  columns: {id: {type: long, required: true}, at: timestamptz}
                validate:
                  - {type: expect, that: "at >= timestamp '${window.start}' and window_end() > window_start()"}
                """.formatted(files, starts, watermark));
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void arrives(String file, String... rows) throws IOException {
        Files.writeString(folder.resolve("inbox/" + file + ".csv"), "id,at\n" + String.join("\n", rows) + "\n");
    }
}
