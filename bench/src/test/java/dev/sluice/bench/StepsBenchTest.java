package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benches of many steps, whose code takes long to compile. */
class StepsBenchTest {
    @TempDir
    Path folder;

    private Bench bench(Workload workload) {
        return new Bench(
                workload,
                new Race(0, 1, line -> {}),
                folder.resolve("data"),
                folder.resolve("work"),
                List.of(),
                line -> {});
    }

    @Test
    void rulesAreCountedOnTopOfNone() throws Exception {
        Report report = RulesBench.run(bench(new Workload(2_000, 1, 40, 20)));

        assertThat(report.times().contestants()).containsExactly("sluice T0", "sluice T2", "sluice T20");
    }

    @Test
    void pluginsThatThrowSendTheirRowsToQuarantine() throws Exception {
        Report report = PluginsBench.run(bench(new Workload(1_000, 0, 8, 0)));

        assertThat(report.times().contestants())
                .containsExactly(
                        "one column rule", "20 column rules", "20 conditions in SQL", "row plug-in", "it throws");
    }
}
