package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.api.Severity;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RuleNotice;
import dev.sluice.core.run.RunResult;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTermsTest {
    @TempDir
    Path folder;

    private Sluice open(String pipeline, Map<String, String> files, Optional<String> environment) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/prod.yaml"), "vars: {}\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), pipeline);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve("inbox").resolve(file.getKey()), file.getValue());
        }
        return Sluice.open(Project.open(folder, environment, List.of(), Map.of()), LocalSpark.session());
    }

    private static List<String> reasons(Sluice sluice) {
        return sluice
                .quarantine("orders", QuarantineFilter.ALL)
                .selectExpr("record_no", "explode(reasons) as r")
                .selectExpr("concat(record_no, ' ', r.rule, ' ', r.code) as line")
                .orderBy("line")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void rowsThatFailBelowErrorLandAndAreCountedAndShown() throws IOException {
        String pipeline = """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: orders
                  columns:
                    id:     {type: long, required: true}
                    amount: {type: long, range: {min: 0, max: 100, severity: warning}}
                validate:
                  - {type: expect, name: round, that: "amount % 10 = 0", severity: info}
                  - {type: expect, name: small, that: "amount < 1000"}
                """;
        String rows = "id,amount\n1,10\n2,-7\n3,5000\n4,205\n5,\nx,210\n";
        try (Sluice sluice = open(pipeline, Map.of("a.csv", rows), Optional.empty())) {
            RunResult result = sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(result.rows()).isEqualTo(new RowCounts(6, 4, 2, 0, 0));
            assertThat(reasons(sluice)).containsExactly("3 small EXPECTATION_FAILED", "6 cast(id) NOT_AN_INTEGER");
            assertThat(result.notices())
                    .extracting(RuleNotice::severity, RuleNotice::rule, RuleNotice::column, RuleNotice::rows)
                    .containsExactly(
                            tuple(Severity.WARNING, "range(amount)", "amount", 4L),
                            tuple(Severity.INFO, "round", "amount", 2L));
            assertThat(result.notices().get(0).samples()).hasSize(3).first().satisfies(sample -> {
                assertThat(sample.file()).endsWith("/a.csv");
                assertThat(sample.recordNo()).isEqualTo(2);
                assertThat(sample.value()).isEqualTo("-7");
                assertThat(sample.message()).isEqualTo("amount is -7, not at least 0 and at most 100");
            });
            assertThat(Files.readString(result.report())).contains("Warnings by rule", "amount is -7");
        }
    }

    @Test
    void ruleWithConditionJudgesOnlyRowsForWhichItIsTrue() throws IOException {
        String pipeline = """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: orders
                  columns:
                    id:     {type: long, required: true}
                    state:  string
                    paid:   {type: long, range: {min: 1, when: "state = 'done'"}}
                validate:
                  - {type: required, name: done_is_paid, column: paid, when: "10 / id > 0 AND state = 'done'"}
                """;
        String rows = "id,state,paid\n1,done,5\n2,done,0\n3,done,\n4,new,\n5,,0\n0,done,1\n";
        try (Sluice sluice = open(pipeline, Map.of("a.csv", rows), Optional.empty())) {
            RunResult result = sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(result.rows()).isEqualTo(new RowCounts(6, 3, 3, 0, 0));
            assertThat(reasons(sluice))
                    .containsExactly(
                            "2 range(paid) OUT_OF_RANGE", "3 done_is_paid MISSING", "6 done_is_paid EXPRESSION_FAILED");
        }
    }

    @Test
    void expressionsReadTheRunAndTheRowsFile() throws IOException {
        String pipeline = """
                source: {files: inbox/*.csv, format: csv}
                convert:
                  - {type: derive, column: origin, expression: "source_file()"}
                  - {type: derive, column: place, expression: "environment() || '/' || target_table() || '/' || pipeline_name()"}
                target:
                  table: orders
                  columns: {id: long, origin: string, place: string}
                validate:
                  - {type: expect, name: no_tests, that: "source_file() NOT LIKE 'test%'", when: "environment() = 'prod'"}
                  - {type: expect, name: now, that: "run_time() <= now() AND run_time() > now() - INTERVAL 1 HOUR"}
                  - {type: expect, name: batch, that: "batch_id() IS NOT NULL AND window_start() IS NULL"}
                """;
        Map<String, String> files = Map.of("a.csv", "id\n1\n", "test.csv", "id\n2\n");
        try (Sluice sluice = open(pipeline, files, Optional.of("prod"))) {
            sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);

            assertThat(sluice.query("select * from orders").collectAsList())
                    .extracting(Row::toString)
                    .containsExactly("[1,a.csv,prod/orders/orders]");
            assertThat(reasons(sluice)).containsExactly("1 no_tests EXPECTATION_FAILED");
        }
    }
}
