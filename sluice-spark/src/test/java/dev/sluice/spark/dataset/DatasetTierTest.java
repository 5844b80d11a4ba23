package dev.sluice.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RuleNotice;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTierTest {
    private static final String RATES = """
            source: {files: "inbox/*.csv", format: csv}
            convert:
              - {type: rates, name: r, way: %s}
              - {type: derive, column: twice, expression: "euro * 2"}
            target: {table: t, columns: {id: long, euro: double, twice: double}}
            """;
    private static final String AMOUNTS = "id,amount,currency\n1,100,EUR\n2,100,USD\n3,100,XXX\n4,short\n";

    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: frames\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("rates.csv"), "currency,rate\nEUR,1\nUSD,2\n");
    }

    /** What a run left. */
    private record Outcome(RunResult result, List<Row> reasons, List<String> landed) {
        List<Tuple> told() {
            return reasons.stream()
                    .map(row -> tuple(
                            row.getLong(6),
                            row.getString(1),
                            String.join(",", row.<String>getList(3)),
                            row.getString(4)))
                    .toList();
        }
    }

    private Sluice open(String pipeline, String data) throws IOException {
        Files.writeString(folder.resolve("pipelines/p.yaml"), pipeline);
        Files.writeString(folder.resolve("inbox/a.csv"), data);
        Project project = Project.open(folder, Optional.empty(), List.of(), Map.of(), DatasetPlugins.registry());
        return Sluice.open(project, LocalSpark.session());
    }

    private Outcome run(String pipeline, String data) throws IOException {
        try (Sluice sluice = open(pipeline, data)) {
            RunResult result = sluice.run("p", RunOptions.DEFAULT, RunListener.SILENT);
            List<Row> reasons = sluice.quarantine("p", QuarantineFilter.ALL)
                    .selectExpr("record_no", "posexplode(reasons) as (pos, r)")
                    .orderBy("record_no", "pos")
                    .selectExpr("r.stage", "r.code", "r.rule", "r.columns", "r.value", "r.message", "record_no")
                    .collectAsList();
            List<String> landed = sluice.query("select * from t order by 1").collectAsList().stream()
                    .map(Row::toString)
                    .toList();
            return new Outcome(result, reasons, landed);
        }
    }

    @Test
    void ruleAcrossRowsGivesEachRowOfAnOrderItsReason() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                target:
                  table: t
                  columns: {"no": long, order: string, amount: {type: int, range: {max: 90}}, total: int}
                validate:
                  - {type: totals, order: order, amount: amount, total: total}
                """, """
                no,order,amount,total
                1,a,10,30
                2,a,20,30
                3,b,10,30
                4,b,10,30
                5,c,x,10
                6,c,10,10
                7,d,99,98
                """);

        assertThat(outcome.landed()).containsExactly("[1,a,10,30]", "[2,a,20,30]", "[6,c,10,10]");
        assertThat(outcome.told())
                .containsExactly(
                        tuple(3L, "TOTAL_DIFFERS", "total", "30"),
                        tuple(4L, "TOTAL_DIFFERS", "total", "30"),
                        tuple(5L, "NOT_AN_INTEGER", "amount", "x"),
                        tuple(7L, "OUT_OF_RANGE", "amount", "99"),
                        tuple(7L, "TOTAL_DIFFERS", "total", "98"));
        assertThat(outcome.reasons().get(0).getString(5)).isEqualTo("the lines make up 20");
        assertThat(outcome.reasons().get(0).getString(0)).isEqualTo("validate");
        assertThat(outcome.reasons().get(0).getString(2)).isEqualTo("totals(order,amount,total)");
        assertThat(outcome.result().rows()).isEqualTo(new RowCounts(7, 3, 4, 0, 0));
        assertThat(outcome.result().reasons())
                .extracting(ReasonCount::code, ReasonCount::column, ReasonCount::rows)
                .contains(tuple("TOTAL_DIFFERS", "total", 3L));
    }

    @Test
    void ruleWithConditionAndSeveritySeesOnlyTheRowsItIsAskedAbout() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                target: {table: t, columns: {order: string, amount: int, total: int}}
                validate:
                  - {type: totals, name: sum, order: order, amount: amount, total: total, when: amount > 0, severity: warning}
                """, "order,amount,total\na,10,10\na,-5,10\nb,1,2\n");

        assertThat(outcome.landed()).hasSize(3);
        assertThat(outcome.result().notices())
                .extracting(RuleNotice::code, RuleNotice::rule, RuleNotice::rows)
                .containsExactly(tuple("TOTAL_DIFFERS", "sum", 1L));
    }

    @Test
    void converterJoinsAndStepsAfterItPassOverRowsThatItFailed() throws IOException {
        Outcome outcome = run(RATES.formatted("right"), AMOUNTS);

        assertThat(outcome.landed()).containsExactly("[1,100.0,200.0]", "[2,200.0,400.0]");
        assertThat(outcome.told())
                .containsExactly(tuple(3L, "NO_RATE", "currency", "XXX"), tuple(4L, "SHORT_ROW", "", null));
    }

    @Test
    void rowsOfAConverterAreMadeOnceThoughAStepBeforeItAsksForTheTime() throws IOException {
        DatasetPlugins.Rates.MADE.reset();

        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                convert:
                  - {type: derive, column: at, expression: current_timestamp()}
                  - {type: rates, way: count}
                target: {table: t, columns: {id: long, euro: double, at: timestamp}}
                """, AMOUNTS);

        assertThat(outcome.landed()).hasSize(2);
        assertThat(DatasetPlugins.Rates.MADE.sum()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "lose, 2, 3:PLUGIN_LOST_ROW 4:SHORT_ROW",
        "double, 1, 2:PLUGIN_DOUBLED_ROW 3:NO_RATE 4:SHORT_ROW",
        "both, 0, 1:DISLIKED 2:DISLIKED 3:NO_RATE 4:SHORT_ROW",
        "empty, 0, 1:PLUGIN_LOST_ROW 2:PLUGIN_LOST_ROW 3:PLUGIN_LOST_ROW 4:SHORT_ROW"
    })
    void noRowIsLostOrDoubledWhateverAConverterDoes(String way, long landed, String reasons) throws IOException {
        Outcome outcome = run(RATES.formatted(way), AMOUNTS);

        assertThat(outcome.result().rows()).isEqualTo(new RowCounts(4, landed, 4 - landed, 0, 0));
        assertThat(outcome.landed()).hasSize((int) landed);
        assertThat(outcome.reasons().stream()
                        .map(row -> row.getLong(6) + ":" + row.getString(1))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(reasons);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw | the plug-in 'rates' threw java.io.FileNotFoundException: no rates today",
                "forge | 2 of the rows that it gave have a sluice_row_id that is of none of the rows that it was given",
                "no_code | 1 of its errors have a code that is not made of capitals, digits and underscores",
                "wrong_type | the column 'euro' of its good rows is int, but the step says that it makes double",
                "no_column | its good rows have no column 'euro'",
                "fail | a bad day"
            })
    void whatCannotBeUsedEndsTheRunAndNamesThePlugIn(String way, String message) throws IOException {
        assertThatThrownBy(() -> run(RATES.formatted(way), AMOUNTS))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_ROWS))
                .hasMessageContaining("'rates'")
                .hasMessageContaining(message);
    }

    @Test
    void referenceThatCannotBeReadEndsTheRunAndNamesThePlugIn() throws IOException {
        Files.writeString(folder.resolve("rates.csv"), "currency,rate\nEUR,1\nUSD,2,3\n");

        assertThatThrownBy(() -> run(RATES.formatted("right"), AMOUNTS))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_ROWS))
                .hasMessageContaining("'rates'");
    }

    @Test
    void reasonsOfOneRowAreEachToldOnceAndBounded() throws IOException {
        Outcome outcome = run("""
                source: {files: "inbox/*.csv", format: csv}
                target: {table: t, columns: {id: long, amount: int}}
                validate: [{type: odd}]
                """, "id,amount\n1,1\n2,2\n");

        assertThat(outcome.landed()).containsExactly("[2,2]");
        assertThat(outcome.reasons()).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void planTellsTheCostAndRunsNoJob() throws IOException {
        try (Sluice sluice = open(RATES.formatted("fail"), AMOUNTS)) {
            var plan = sluice.plan("p");

            assertThat(plan.problems()).isEmpty();
            assertThat(plan.steps())
                    .anySatisfy(
                            line -> assertThat(line)
                                    .contains("convert  r: amount, currency -> euro double")
                                    .contains(
                                            "[dataset tier: the rows are read beforehand, kept on disk, and all rows are shuffled"));
        }
    }

    @Test
    void manyRowsMeetTheirResultsWhicheverWayTheyAreJoined() throws IOException {
        String data = IntStream.range(0, 30_000)
                .mapToObj(i -> i + "," + i + "," + (i % 3 == 0 ? "XXX" : "EUR"))
                .collect(Collectors.joining("\n", "id,amount,currency\n", "\n"));

        Outcome outcome = run(RATES.formatted("right"), data);

        assertThat(outcome.result().rows()).isEqualTo(new RowCounts(30_000, 20_000, 10_000, 0, 0));
        assertThat(outcome.landed())
                .hasSize(20_000)
                .allSatisfy(row -> assertThat(row).matches("\\[(\\d+),\\1\\.0,.*"));
    }
}
