package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hourly windows around both changes of the clock in a year, of which one has an hour less and the other one more. The
 * long form takes three days around each, 144 windows in all; the short one both nights.
 */
class HourlyWindowsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Grid HOURS = new Grid(Every.parse("1h").orElseThrow(), BERLIN);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHX");
    private static final boolean LONG = LongTests.wanted();

    @TempDir
    Path folder;

    @Test
    void runInOrderAndShuffledTheyGiveTheSameTable() throws IOException {
        List<Window> windows = Stream.of(LocalDate.parse("2026-03-29"), LocalDate.parse("2026-10-25"))
                .flatMap(day -> HOURS.between(
                        day.minusDays(LONG ? 1 : 0).atStartOfDay(BERLIN).toInstant(),
                        (LONG ? day.plusDays(2).atStartOfDay() : day.atTime(8, 0))
                                .atZone(BERLIN)
                                .toInstant()))
                .toList();
        assertThat(windows).hasSize(LONG ? 2 * 72 : 2 * 8);
        List<Window> shuffled = new ArrayList<>(windows);
        Collections.shuffle(shuffled, new Random(7));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        int rows = arrive(windows);

        try (Sluice sluice = open("ordered", "shuffled")) {
            take(sluice, "ordered", windows);
            take(sluice, "shuffled", shuffled);

            List<String> ordered = table(sluice, "ordered");
            assertThat(ordered).hasSize(rows).doesNotHaveDuplicates();
            assertThat(ordered).allMatch(row -> row.endsWith(" true"));
            assertThat(table(sluice, "shuffled")).isEqualTo(ordered);
        }
    }

    /** Each hour has a file; every eighth brings a row of the hour before or after it too. */
    private int arrive(List<Window> windows) throws IOException {
        int row = 0;
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            StringBuilder file = new StringBuilder("id,at\n");
            file.append(++row).append(',').append(window.start()).append('\n');
            file.append(++row).append(',').append(window.end().minusMillis(1)).append('\n');
            if (i % 8 == 4) {
                boolean late = i % 16 == 4;
                file.append(++row)
                        .append(',')
                        .append(late ? window.start().minusSeconds(1) : window.end())
                        .append('\n');
            }
            Files.writeString(
                    folder.resolve("inbox/" + NAME.format(window.start().atZone(BERLIN)) + ".csv"), file);
        }
        return row;
    }

    private Sluice open(String... pipelines) throws IOException {
        for (String pipeline : pipelines) {
            Files.writeString(folder.resolve("pipelines/" + pipeline + ".yaml"), """
                    source: {files: "inbox/${window.start:yyyy-MM-dd-HHX}.csv", format: csv}
                    window: {every: 1h, column: at, zone: Europe/Berlin, late: rewrite}
                    target:
                      table: shop.%s
                      columns: {id: {type: long, required: true}, at: timestamptz}
                    """.formatted(pipeline));
        }
        return Sluice.open(project(), LocalSpark.session());
    }

    private Project project() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    private void take(Sluice sluice, String pipeline, List<Window> windows) {
        long begun = System.nanoTime();
        sluice.run(
                pipeline,
                windows.stream().map(WindowChoice::of).toList(),
                2,
                RunListener.SILENT,
                outcome -> assertThat(outcome.result().orElseThrow().state()).isEqualTo(RunState.PUBLISHED));
        int again = sluice.settle(
                        project().pipeline(pipeline),
                        RunListener.SILENT,
                        outcome -> assertThat(outcome.failure()).isEmpty())
                .size();
        System.out.printf(
                "%d hourly windows, %s: %d runs in %.0f s%n",
                windows.size(), pipeline, windows.size() + again, (System.nanoTime() - begun) / 1e9);
    }

    private static List<String> table(Sluice sluice, String pipeline) {
        return sluice
                .query("select concat(id, ' ', unix_micros(at), ' ', unix_seconds(window_start), ' ',"
                        + " window_start <= at and at < window_start + interval 1 hour) from shop." + pipeline
                        + " order by id")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
