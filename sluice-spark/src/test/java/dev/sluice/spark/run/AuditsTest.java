package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.Severity;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditsTest {
    @TempDir
    Path folder;

    private Sluice open(String audits) throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                source: {files: inbox/*.csv, format: csv}
                target:
                  table: orders
                  columns: {id: {type: long, required: true}, amount: "decimal(10,2)", opens: time}
                audits:
                """ + audits.indent(2));
        return Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    private void arrives(String file, String... lines) throws IOException {
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("inbox").resolve(file), "id,amount,opens\n" + String.join("\n", lines) + "\n");
    }

    private static RunResult run(Sluice sluice) {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private List<Path> rehearsals() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("rehearsal"))
                    .toList();
        }
    }

    @Test
    void aRunThatFailsAnAuditIsHeldUntilSomebodyAcceptsIt() throws IOException {
        try (Sluice sluice = open("""
                - name: once
                  sql: |
                    SELECT id, count(*) AS times FROM result GROUP BY id HAVING count(*) > 1 ORDER BY id
                - {name: known, sql: "SELECT s.id FROM staged s LEFT ANTI JOIN published p ON s.id = p.id", severity: warning}
                - {name: positive, that: sum(amount) > 0}
                """)) {
            arrives("a.csv", "1,10,08:00", "2,20,");
            RunResult first = run(sluice);
            assertThat(first.state()).isEqualTo(RunState.PUBLISHED);
            assertThat(first.audits())
                    .extracting(AuditResult::name, AuditResult::severity, AuditResult::rows, AuditResult::message)
                    .containsExactly(
                            tuple("once", Severity.ERROR, 0L, "no rows"),
                            tuple("known", Severity.WARNING, 2L, "2 rows, such as id 1"),
                            tuple("positive", Severity.ERROR, 0L, "holds"));

            arrives("b.csv", "2,-5,", "3,1,");
            RunResult second = run(sluice);
            assertThat(second.state()).isEqualTo(RunState.HELD);
            assertThat(second.audits().get(0).columns()).containsExactly("id", "times");
            assertThat(second.audits().get(0).sample()).containsExactly(List.of("2", "2"));
            assertThat(second.audits().get(2).message()).isEqualTo("not sum(amount) > 0");
            assertThat(sluice.ledger()
                            .run(second.runId())
                            .orElseThrow()
                            .message()
                            .orElseThrow())
                    .isEqualTo("audit 'once' failed: 1 row, such as id 2, times 2;"
                            + " audit 'positive' failed: not sum(amount) > 0");
            assertThat(sluice.ledger().audits(second.runId())).isEqualTo(second.audits());
            assertThat(second.report()).content().contains("it failed an audit", "such as id 2, times 2");
            assertThat(sluice.query("select * from orders").count()).isEqualTo(2);
            assertThat(rehearsals()).isEmpty();

            assertThat(sluice.accept(second.runId(), "ada").state()).isEqualTo(RunState.PUBLISHED);
            assertThat(sluice.query("select * from orders").count()).isEqualTo(4);
        }
    }

    @Test
    void anAuditMaySpeakOfItsWindow() throws IOException {
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("days"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.writeString(folder.resolve("pipelines/daily.yaml"), """
                source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
                window: {every: 1d, starts: 2026-03-01}
                target:
                  table: daily
                  columns: {id: long, day: date}
                audits:
                  - {name: own, sql: "SELECT id FROM staged WHERE day <> DATE'${window.start:yyyy-MM-dd}'"}
                """);
        Files.writeString(folder.resolve("days/2026-03-01.csv"), "id,day\n1,2026-03-01\n");
        Files.writeString(folder.resolve("days/2026-03-02.csv"), "id,day\n2,2026-03-02\n3,2026-03-01\n");
        Grid days = new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("UTC"));
        try (Sluice sluice =
                Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session())) {
            List<RunState> states = new ArrayList<>();
            for (String day : List.of("2026-03-01", "2026-03-02")) {
                WindowChoice choice =
                        new WindowChoice(TimeText.window(day, days), Optional.empty(), WindowWish.MISSING);
                states.add(sluice.run("daily", RunOptions.window(choice), RunListener.SILENT)
                        .state());
            }
            assertThat(states).containsExactly(RunState.PUBLISHED, RunState.HELD);
        }
    }

    @Test
    void auditsOfAnEmptyTargetAndOfNoRowsPass() throws IOException {
        try (Sluice sluice = open("""
                - {name: grows, sql: "SELECT 1 FROM (SELECT count(*) n FROM result) r, (SELECT count(*) n FROM published) p WHERE r.n < p.n"}
                - {name: positive, that: sum(amount) > 0}
                """)) {
            arrives("a.csv", "x,1,");
            RunResult result = run(sluice);
            assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
            assertThat(result.rows().landed()).isZero();
            assertThat(result.audits()).hasSize(2).allMatch(AuditResult::passed);
        }
    }

    @Test
    void queriesThatReachFurtherAreRefusedWithTheirPlaces() throws IOException {
        String audits = """
                - {name: a, sql: "SELECT * FROM orders"}
                - {name: b, sql: "SELECT * FROM text.`/etc/passwd`"}
                - {name: c, sql: "SELECT reflect('java.lang.System', 'exit', '1') FROM staged"}
                - {name: d, sql: "SELECT rand() FROM staged"}
                - {name: e, sql: "SELECT * FROM range(3)"}
                - {name: f, sql: "DELETE FROM staged"}
                - {name: g, sql: "SELECT * FROM staged VERSION AS OF 1"}
                - {name: h, sql: "SELECT * FROM staged TABLESAMPLE (1 ROWS)"}
                - {name: i, that: "(SELECT count(*) FROM other) = 0"}
                - {name: i, that: "true", sql: "SELECT 1"}
                - {name: k, sql: "SELECT IDENTIFIER('id') FROM IDENTIFIER('staged')"}
                - {name: l, sql: "WITH mine AS (SELECT * FROM staged) SELECT * FROM mine WHERE id IN (SELECT id FROM mine2)"}
                """;
        arrives("a.csv", "1,1,");
        try (Sluice sluice = open(audits)) {
            assertThatThrownBy(() -> run(sluice)).isInstanceOfSatisfying(SluiceException.class, e -> {
                assertThat(e.problems()).extracting(Problem::location).doesNotContainNull();
                assertThat(e.problems())
                        .extracting(problem -> problem.location().line())
                        .contains(6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
            });
        }
    }

    @Test
    void aQueryThatSparkRefusesEndsTheRunBeforeAnythingIsRead() throws IOException {
        arrives("a.csv", "1,1,");
        try (Sluice sluice = open("- {name: a, sql: SELECT nothing FROM staged}\n- {name: b, that: sum(id) > id}\n")) {
            assertThat(sluice.plan("orders").problems())
                    .extracting(Problem::code)
                    .containsExactly(ErrorCode.AUDIT_INVALID, ErrorCode.AUDIT_INVALID);
            assertThatThrownBy(() -> run(sluice)).isInstanceOfSatisfying(SluiceException.class, e -> {
                assertThat(e.problems()).hasSize(2);
                assertThat(e.problems().get(0).code()).isEqualTo(ErrorCode.AUDIT_INVALID);
            });
        }
    }

    @Test
    void aQueryThatFailsOverTheDataEndsTheRunAndNothingLands() throws IOException {
        arrives("a.csv", "1,0,");
        try (Sluice sluice = open("- {name: share, sql: \"SELECT * FROM staged WHERE 1 / amount > 2\"}\n")) {
            assertThatThrownBy(() -> run(sluice))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUDIT_NOT_JUDGED));
            assertThat(sluice.query("select * from orders").count()).isZero();
        }
    }
}
