package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.budget.Overrun;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldRunTest {
    private static final String PIPELINE = """
            pipeline: orders
            source: {files: inbox/*.csv, format: csv}
            target:
              table: shop.orders
              columns:
                id:     {type: long, required: true}
                amount: {type: int, range: {min: 0}}
                status: {type: string, enum: [new, paid]}
            """;

    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private void budget(String budget) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), PIPELINE + "budget: " + budget + "\n");
        if (sluice != null) {
            sluice.close();
        }
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    /** Ten rows, of which the first so many have a bad amount, and one of these a bad status too. */
    private void arrives(String file, int bad) throws IOException {
        StringBuilder text = new StringBuilder("id,amount,status\n");
        for (int i = 0; i < 10; i++) {
            text.append(i).append(i < bad ? ",x," : ",1,").append(i == 0 && bad > 0 ? "lost\n" : "new\n");
        }
        Files.writeString(folder.resolve("inbox").resolve(file), text);
    }

    private RunResult run() {
        return sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
    }

    private long landed() {
        return sluice.query("select * from shop.orders").count();
    }

    private long quarantined() {
        return sluice.quarantine("orders", QuarantineFilter.ALL).count();
    }

    @Test
    void aRunOverItsBudgetLandsNothingAndShowsItsBadRows() throws IOException {
        budget("{rejected: 10%}");
        arrives("a.csv", 2);

        RunResult result = run();

        assertThat(result.state()).isEqualTo(RunState.HELD);
        assertThat(result.overruns())
                .extracting(Overrun::describe)
                .containsExactly("2 of 10 rows are bad (20%), budget 10%");
        assertThat(landed()).isZero();
        assertThat(quarantined()).isEqualTo(2);
        assertThat(sluice.ledger().run(result.runId()).orElseThrow().message())
                .contains("2 of 10 rows are bad (20%), budget 10%");
        assertThat(result.report()).content().contains("held");
    }

    @Test
    void theSameBatchAgainIsToldThatItIsHeldWhileOtherFilesLand() throws IOException {
        budget("{rejected: 0}");
        arrives("a.csv", 1);
        RunResult held = run();

        assertThatThrownBy(this::run)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_HELD))
                .hasMessageContaining(held.runId());

        arrives("b.csv", 0);
        RunResult other = run();
        assertThat(other.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(other.rows().read()).isEqualTo(10);
        assertThat(other.warnings()).anyMatch(warning -> warning.contains("held"));
        assertThat(sluice.ledger().run(held.runId()).orElseThrow().state()).isEqualTo(RunState.HELD);
    }

    @Test
    void anAcceptedRunLandsOnceOnTopOfWhatLandedMeanwhile() throws IOException {
        budget("{rejected: 0}");
        arrives("a.csv", 1);
        String held = run().runId();
        arrives("b.csv", 0);
        run();

        assertThat(sluice.accept(held, "ada").state()).isEqualTo(RunState.PUBLISHED);
        assertThat(sluice.accept(held, "ada").state()).isEqualTo(RunState.PUBLISHED);
        assertThat(sluice.publish(held).state()).isEqualTo(RunState.PUBLISHED);

        assertThat(landed()).isEqualTo(19);
        assertThat(quarantined()).isEqualTo(1);
        assertThat(run().state()).isEqualTo(RunState.ALREADY_LANDED);
        assertThatThrownBy(() -> sluice.discard(held, "late")).hasMessageContaining("it is published");
    }

    @Test
    void columnsOfAnAcceptedRunAreExpectedOfLaterOnes() throws IOException {
        budget("{rejected: 0}");
        arrives("a.csv", 1);
        String held = run().runId();
        Files.writeString(folder.resolve("inbox/b.csv"), "id,amount,status,more\n1,1,new,x\n");
        assertThat(sluice.ledger().sourceColumns("orders")).isEmpty();

        sluice.accept(held, "ada");

        assertThat(run().drift()).singleElement().satisfies(finding -> {
            assertThat(finding.column()).isEqualTo("more");
            assertThat(finding.since()).isEqualTo("run " + held);
        });
        Files.writeString(folder.resolve("inbox/c.csv"), "id,amount,status,more\n2,1,new,x\n");
        assertThat(run().drift()).isEmpty();
    }

    @Test
    void aDiscardedRunLosesItsBadRowsAndItsFilesAreLoadedAgain() throws IOException {
        budget("{rejected: 0}");
        arrives("a.csv", 1);
        String held = run().runId();

        assertThat(sluice.discard(held, "sent again").state()).isEqualTo(RunState.DISCARDED);
        assertThat(sluice.discard(held, "sent again").state()).isEqualTo(RunState.DISCARDED);

        assertThat(quarantined()).isZero();
        arrives("a.csv", 0);
        assertThat(run().state()).isEqualTo(RunState.PUBLISHED);
        assertThat(landed()).isEqualTo(10);
        assertThatThrownBy(() -> sluice.accept(held, "ada")).hasMessageContaining("it is discarded");
    }

    @Test
    void rulesColumnsAndFilesHaveBudgetsOfTheirOwn() throws IOException {
        budget(
                "{rejected: 50%, rules: {'cast(amount)': 3, 'enum(status)': 1}, columns: {amount: 25%, status: 0}, files: 35%}");
        arrives("a.csv", 0);
        arrives("b.csv", 4);

        RunResult result = run();

        assertThat(result.overruns())
                .extracting(Overrun::describe)
                .satisfiesExactly(
                        rule -> assertThat(rule).isEqualTo("rule cast(amount): 4 of 20 rows (20%), budget 3"),
                        column -> assertThat(column).isEqualTo("column status: 1 of 20 rows (5%), budget 0"),
                        file -> assertThat(file).matches("file file:.*/b.csv: 4 of 10 rows \\(40%\\), budget 35%"));
    }

    @Test
    void filesWithoutRowsKeepABudgetOfZero() throws IOException {
        budget("{rejected: 0%, files: 0}");
        Files.writeString(folder.resolve("inbox/a.csv"), "id,amount,status\n");

        assertThat(run().state()).isEqualTo(RunState.PUBLISHED);
    }
}
