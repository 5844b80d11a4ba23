package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.api.SluiceException;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchChecksTest {
    @TempDir
    Path folder;

    private Sluice open(String checks) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: orders
                  columns: {id: {type: long, required: true}, name: string, amount: "decimal(10,2)"}
                checks:
                """ + checks.indent(2));
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    /** A file of rows, each tenth without a name; amounts are 1, 2, 3 … times the scale. */
    private void arrives(String file, int rows, double scale) throws IOException {
        String lines = IntStream.rangeClosed(1, rows)
                .mapToObj(i -> i + "," + (i % 10 == 0 ? "" : "n" + i % 7) + "," + i * scale)
                .collect(Collectors.joining("\n", "id,name,amount\n", "\n"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("inbox").resolve(file), lines);
    }

    private static RunResult run(Sluice sluice) {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    @Test
    void everyMeasureIsTakenOfTheRowsThatLand() throws IOException {
        String checks = Stream.of(
                        "row_count",
                        "null_share, column: name",
                        "distinct_count, column: name",
                        "distinct_share, column: id",
                        "min, column: amount",
                        "max, column: amount",
                        "sum, column: amount",
                        "mean, column: amount",
                        "stddev, column: amount",
                        "percentile, column: amount, percent: 90")
                .map(check -> "- {type: " + check + ", min: 0}\n")
                .collect(Collectors.joining());
        arrives("a.csv", 600, 1);
        arrives("b.csv", 400, 1);
        Files.writeString(folder.resolve("inbox/c.csv"), "id,name,amount\n,bad,1000000\n");
        try (Sluice sluice = open(checks)) {
            Map<String, Double> values = new HashMap<>();
            for (CheckResult check : run(sluice).checks()) {
                assertThat(check.passed()).as(check.message()).isTrue();
                values.put(check.measured(), check.value().orElseThrow());
            }

            assertThat(values.get("row_count")).isEqualTo(1000);
            assertThat(values.get("null_share(name)")).isEqualTo(0.1);
            assertThat(values.get("distinct_count(name)")).isEqualTo(7, within(0.01));
            assertThat(values.get("distinct_share(id)")).isEqualTo(0.6, within(0.02));
            assertThat(values.get("min(amount)")).isEqualTo(1);
            assertThat(values.get("max(amount)")).isEqualTo(600);
            assertThat(values.get("sum(amount)")).isEqualTo(600 * 601 / 2.0 + 400 * 401 / 2.0, within(0.001));
            assertThat(values.get("mean(amount)")).isEqualTo(260.5, within(0.001));
            assertThat(values.get("stddev(amount)")).isEqualTo(160.416, within(0.01));
            assertThat(values.get("percentile(amount, 90)")).isEqualTo(500, within(15.0));
        }
    }

    @Test
    void batchThatFailsACheckIsHeldAndLandsWhenItIsAccepted() throws IOException {
        arrives("a.csv", 20, 1);
        try (Sluice sluice = open("- {type: row_count, name: enough, min: 100}\n")) {
            RunResult result = run(sluice);

            assertThat(result.state()).isEqualTo(RunState.HELD);
            assertThat(result.overruns()).isEmpty();
            assertThat(result.checks()).singleElement().matches(CheckResult::forbids);
            assertThat(sluice.ledger()
                            .run(result.runId())
                            .orElseThrow()
                            .message()
                            .orElseThrow())
                    .contains("check 'enough' failed: row_count is 20, not at least 100");
            assertThat(result.report()).content().contains("its batch failed a check");
            assertThat(sluice.query("select * from orders").count()).isZero();

            assertThat(sluice.accept(result.runId(), "ada").state()).isEqualTo(RunState.PUBLISHED);
            assertThat(sluice.query("select * from orders").count()).isEqualTo(20);
        }
    }

    @Test
    void heldBatchThatIsDiscardedLandsOnceItPasses() throws IOException {
        arrives("a.csv", 20, 1);
        try (Sluice sluice = open("- {type: row_count, name: enough, min: 100}\n")) {
            sluice.discard(run(sluice).runId(), "half of it is missing");
        }
        try (Sluice sluice = open("- {type: row_count, name: enough, min: 10}\n")) {
            assertThat(run(sluice).state()).isEqualTo(RunState.PUBLISHED);
            assertThat(sluice.query("select * from orders").count()).isEqualTo(20);
        }
    }

    @Test
    void checkBelowErrorTells() throws IOException {
        arrives("a.csv", 20, 1);
        try (Sluice sluice = open("- {type: null_share, column: name, max: 5%, severity: warning}\n")) {
            RunResult result = run(sluice);

            assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
            assertThat(result.checks()).singleElement().satisfies(check -> {
                assertThat(check.passed()).isFalse();
                assertThat(check.message()).isEqualTo("null_share(name) is 0.1, not at most 0.05");
            });
            assertThat(Files.readString(result.report())).contains("Checks of the batch", "not at most 0.05");
        }
    }

    @Test
    void batchIsHeldAgainstTheLastPublishedRuns() throws IOException {
        String checks = """
                - {type: row_count, drift: 50%, runs: 3, name: drift}
                - {type: mean, column: amount, deviations: 3, name: anomaly, severity: warning}
                """;
        try (Sluice sluice = open(checks)) {
            for (int i = 0; i < 3; i++) {
                arrives("a" + i + ".csv", 100 + i, 1);
                assertThat(run(sluice).checks()).allMatch(CheckResult::passed);
            }
            arrives("b.csv", 20, 1);
            RunResult few = run(sluice);
            assertThat(few.state()).isEqualTo(RunState.HELD);
            assertThat(few.checks().get(0).message()).contains("not within 50 % of 101, the mean of 3 runs");
            sluice.discard(few.runId(), "sent again");
            arrives("b.csv", 110, 50);

            assertThat(run(sluice).checks()).extracting(CheckResult::passed).containsExactly(true, false);
        }
    }

    @Test
    void checksThatCannotBeMeantAreRefused() {
        String checks = """
                - {type: mean, column: name, min: 1}
                - {type: row_count, column: id, min: 1}
                - {type: null_share, column: nme, max: 1}
                - {type: percentile, column: amount, min: 1}
                - {type: row_count}
                - {type: row_count, min: many}
                """;
        assertThatThrownBy(() -> run(open(checks)))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.problems()).hasSize(6));
    }
}
