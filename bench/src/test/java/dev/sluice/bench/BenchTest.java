package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    private static final Race ONCE = new Race(0, 1, line -> {});

    @TempDir
    Path folder;

    private Bench bench(Workload workload) {
        return new Bench(workload, ONCE, folder.resolve("data"), folder.resolve("work"), List.of(), line -> {});
    }

    /** The race itself refuses a contestant whose tables have other counts than the workload says. */
    @Test
    void allContestantsFindTheSameGoodAndBadRows() throws Exception {
        Report report = LoadBench.run(bench(new Workload(20_000, 4, 10, 5)), Mode.LOAD);
        report.write(folder.resolve("docs"));

        assertThat(report.times().contestants()).containsExactly("plain", "typed", "join", "sluice", "duckdb");
        assertThat(report.findings())
                .extracting(Finding::what)
                .contains("sluice ÷ plain", "sluice ÷ typed", "join ÷ sluice", "sluice ÷ duckdb");
        assertThat(folder.resolve("docs/results.md")).content().contains("20,000 rows x 10 columns", "| duckdb |");
        assertThat(folder.resolve("docs/results.svg"))
                .content()
                .startsWith("<svg ")
                .contains(">plain</text>");
    }

    @Test
    void keysOfOrdersAreLookedUp() throws Exception {
        Report report = KeysBench.run(bench(new Workload(3_000, 0, 8, 0)));

        assertThat(report.times().contestants()).containsExactly("no key rule", "foreign key", "unique");
    }

    @Test
    void changesAreMergedByHandAndBySluiceAlike() throws Exception {
        Report report = MergeBench.run(bench(new Workload(20_000, 0, 8, 0)));

        assertThat(report.times().contestants()).containsExactly("MERGE INTO", "sluice");
    }

    @Test
    void smallBatchesLandOneAfterAnother() throws Exception {
        Report report = SmallBatches.run(bench(new Workload(200, 2, 8, 0)));

        assertThat(report.times().of("sluice later")).hasSize(9);
    }

    @Test
    void wrongCountsEndTheRace() {
        Contestant careless = new Contestant() {
            @Override
            public String name() {
                return "careless";
            }

            @Override
            public void load(int round) {}

            @Override
            public Counts counts(int round) {
                return new Counts(9, 0);
            }

            @Override
            public Counts expected() {
                return new Counts(8, 1);
            }

            @Override
            public void discard(int round) {}
        };

        assertThatThrownBy(() -> ONCE.run(List.of(careless)))
                .hasMessageContaining("careless wrote Counts[good=9, bad=0] where Counts[good=8, bad=1] is due");
    }

    @Test
    void workloadIsTheSameTextEachTimeWithTheBadRowsThatItSays() throws Exception {
        Workload workload = new Workload(1_000, 2, 12, 0);
        String first = Files.readString(WorkloadFile.in(folder.resolve("a"), workload));
        String second = Files.readString(WorkloadFile.in(folder.resolve("b"), workload));

        assertThat(first).isEqualTo(second);
        assertThat(first.lines()).hasSize(1_001);
        assertThat(first.lines().filter(line -> line.contains("platinum"))).hasSize(5);
        assertThat(first.lines().filter(line -> line.contains("-02-31,"))).hasSize(5);
        assertThat(first.lines().filter(line -> line.split(",", -1).length == 3))
                .hasSize(5);
        assertThat(first.lines().filter(line -> line.contains(",,"))).hasSize(5);
        assertThat(workload.expected()).isEqualTo(new Counts(980, 20));
    }

    @Test
    void spreadOfPairsHasTheMedianOfRatiosOfTheSameRound() {
        Times times = new Times();
        List.of(1.0, 2.0, 3.0).forEach(taken -> times.add("left", new Lap(taken, taken)));
        List.of(2.0, 2.0, 2.0).forEach(taken -> times.add("right", new Lap(taken, taken)));

        assertThat(times.ratio("left", "right")).isEqualTo(new Spread(1.0, 0.5, 1.5));
    }
}
