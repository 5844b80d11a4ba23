package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import dev.sluice.core.window.WindowRun.Kind;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.LongTests;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.run.ModelWorld.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random schedules of arrivals, changes, runs, re-runs and crashes, taken in a world in memory, by the functions of the core, and on Spark: both must put
 * each row into the same place. {@code -Dsluice.windows.first=SEED -Dsluice.windows.schedules=1} takes one again.
 */
class SparkAgreesTest {
    private static final int FIRST = Integer.getInteger("sluice.windows.first", 0);
    private static final int SCHEDULES =
            Integer.getInteger("sluice.windows.schedules", LongTests.wanted() ? 30 : Late.values().length * 2);
    private static final int EVENTS = 7;
    private static final Grid GRID = new Grid(new Every(1, Every.Unit.DAYS), ZoneOffset.UTC);
    private static final List<Window> WINDOWS = GRID.between(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-04T00:00:00Z"))
            .toList();

    @TempDir
    Path folder;

    /** The step before which the process is to die; none if empty. */
    private Optional<CommitStep> death = Optional.empty();

    @Test
    void sparkPutsEachRowWhereTheModelPutsIt() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        for (int seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
            new Schedule(seed).declare();
        }
        int runs = 0;
        int rows = 0;
        int crashes = 0;
        try (Sluice sluice = Sluice.open(project(), LocalSpark.session(), new Killer())) {
            for (int seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
                Schedule schedule = new Schedule(seed);
                schedule.sluice = sluice;
                schedule.take();
                runs += schedule.runs;
                crashes += schedule.crashes;
                rows += schedule.world.table().size();
            }
        }
        System.out.printf(
                "%d schedules on Spark, %d runs, %d of them killed, %d rows, 0 lost, 0 doubled, 0 misplaced%n",
                SCHEDULES, runs, crashes, rows);
    }

    private Project project() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    /** What a killed process is for the tables and the ledger: it does nothing more. */
    private final class Killer implements CommitObserver {
        @Override
        public void before(CommitStep step) {
            if (death.filter(step::equals).isPresent()) {
                death = Optional.empty();
                throw new IllegalStateException("killed before " + step);
            }
        }
    }

    private final class Schedule {
        private final String pipeline;
        private final Random random;
        private final Placement placement;
        private final ModelWorld world;
        private final List<String> trace = new ArrayList<>();
        private Sluice sluice;
        private int lastRow;
        private int runs;
        private int crashes;

        Schedule(int seed) {
            this.pipeline = "s" + seed;
            this.random = new Random(seed);
            Late late = Late.values()[seed % 4];
            Optional<Duration> lateness = random.nextInt(3) == 0 ? Optional.of(Duration.ofDays(1)) : Optional.empty();
            this.placement = new Placement(GRID, true, late, lateness);
            this.world = new ModelWorld(placement);
        }

        void declare() throws IOException {
            Files.createDirectories(folder.resolve(pipeline));
            Files.writeString(folder.resolve("pipelines/" + pipeline + ".yaml"), """
                    source: {files: "%1$s/*.csv", format: csv}
                    window: {every: 1d, column: at, late: %2$s%3$s}
                    target:
                      table: shop.%1$s
                      columns: {id: {type: long, required: true}, at: timestamptz}
                    """.formatted(
                            pipeline,
                            placement.late().name().toLowerCase(Locale.ROOT),
                            placement.lateness().isPresent() ? ", lateness: 1d" : ""));
        }

        void take() throws IOException {
            arrive();
            for (int i = 0; i < EVENTS; i++) {
                event();
            }
            for (Window window : WINDOWS) {
                if (!world.isPublished(window)) {
                    run(new WindowRun(window, Kind.FIRST), false);
                }
            }
            settle();
            assertThat(onSpark())
                    .as("%s, %s%n%s", pipeline, placement, String.join("\n", trace))
                    .isEqualTo(world.table());
        }

        private void event() throws IOException {
            int die = random.nextInt(10);
            if (die < 3 && world.files().size() < 6) {
                arrive();
            } else if (die < 4) {
                write(world.files().get(random.nextInt(world.files().size())));
            } else if (die < 5) {
                settle();
            } else {
                Window window = WINDOWS.get(random.nextInt(WINDOWS.size()));
                Kind kind = world.isPublished(window) ? Kind.RERUN : Kind.FIRST;
                run(new WindowRun(window, kind), random.nextInt(4) == 0);
            }
        }

        private void arrive() throws IOException {
            write("f" + world.files().size());
        }

        private void write(String name) throws IOException {
            List<Line> lines = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                Optional<Window> of = random.nextInt(10) == 0
                        ? Optional.empty()
                        : Optional.of(WINDOWS.get(random.nextInt(WINDOWS.size())));
                lines.add(new Line(++lastRow, of));
            }
            world.write(name, lines);
            trace.add("%s has %s".formatted(name, lines));
            Path file = folder.resolve(pipeline).resolve(name + ".csv");
            Files.writeString(
                    file, lines.stream().map(Schedule::text).collect(Collectors.joining("\n", "id,at\n", "\n")));
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.parse("2026-04-01T00:00:00Z").plusSeconds(world.version(name))));
        }

        private static String text(Line line) {
            return line.id() + ","
                    + line.of()
                            .map(window -> window.start().plusSeconds(60).toString())
                            .orElse("");
        }

        private void run(WindowRun wanted, boolean killed) {
            runs++;
            trace.add("%s%s".formatted(wanted, killed ? ", killed" : ""));
            WindowWish wish = wanted.kind() == Kind.FIRST ? WindowWish.MISSING : WindowWish.REPLACE;
            RunOptions options = RunOptions.window(new WindowChoice(wanted.window(), Optional.empty(), wish));
            if (!killed) {
                assertThat(sluice.run(pipeline, options, RunListener.SILENT).state())
                        .isEqualTo(RunState.PUBLISHED);
                world.run(wanted);
                return;
            }
            crashes++;
            CommitStep step = List.of(
                            CommitStep.WRITE_COMMIT_FILE, CommitStep.COMMIT_TARGET, CommitStep.LEDGER_PUBLISHED)
                    .get(random.nextInt(3));
            death = Optional.of(step);
            assertThatThrownBy(() -> sluice.run(pipeline, options, RunListener.SILENT))
                    .hasMessageContaining("killed before");
            sluice.recover(pipeline);
            if (step != CommitStep.WRITE_COMMIT_FILE) {
                world.run(wanted);
            }
        }

        private void settle() {
            trace.add("settle");
            world.settle();
            runs += sluice.settle(
                            project().pipeline(pipeline),
                            RunListener.SILENT,
                            outcome -> assertThat(outcome.failure()).isEmpty())
                    .size();
        }

        private Set<String> onSpark() {
            String late = placement.late() == Late.APPEND ? ", if(late, ', late', '')" : "";
            List<String> rows = new ArrayList<>();
            sluice.query("select concat(id, ' in ', date(window_start)" + late + ") from shop." + pipeline)
                    .collectAsList()
                    .forEach(row -> rows.add(row.getString(0)));
            sluice.quarantine(pipeline, QuarantineFilter.ALL)
                    .selectExpr("concat(substring_index(raw, ',', 1), ' in ', date(window_start), ', quarantined')")
                    .collectAsList()
                    .forEach(row -> rows.add(row.getString(0)));
            assertThat(rows).as(pipeline + ": rows in two places").doesNotHaveDuplicates();
            return new TreeSet<>(rows);
        }
    }
}
