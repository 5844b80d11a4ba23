package dev.sluice.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTagsTest {
    @TempDir
    Path folder;

    private Sluice sluice;

    @BeforeEach
    void makeProject() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        pipeline(100);
    }

    private void pipeline(int most) throws IOException {
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                pipeline: orders
                source: {files: inbox/*.csv, format: csv}
                convert:
                  - {type: derive, column: supplier, expression: "batch_tags()['supplier']"}
                target:
                  table: orders
                  columns: {id: long, amount: long, supplier: string}
                validate:
                  - type: expect
                    name: small
                    that: "amount < %d"
                    when: "batch_tags()['supplier'] = 'acme'"
                """.formatted(most));
        close();
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());
    }

    @AfterEach
    void close() {
        if (sluice != null) {
            sluice.close();
        }
    }

    private RunResult arrives(String file, Map<String, String> tags) throws IOException {
        Files.writeString(folder.resolve("inbox").resolve(file), "id,amount\n1,5\n2,500\n3,5000\n");
        return sluice.run("orders", new RunOptions(Optional.empty(), tags), RunListener.SILENT);
    }

    private List<String> landed() {
        return sluice.query("SELECT id, supplier FROM orders ORDER BY supplier, id").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void rulesAskForTheTagsOfTheirBatch() throws IOException {
        assertThat(arrives("a.csv", Map.of("supplier", "acme")).rows().quarantined())
                .isEqualTo(2);
        assertThat(arrives("b.csv", Map.of("supplier", "other's")).rows().quarantined())
                .isZero();
        assertThat(arrives("c.csv", Map.of()).rows().quarantined()).isZero();

        assertThat(landed())
                .containsExactly(
                        "[1,null]", "[2,null]", "[3,null]", "[1,acme]", "[1,other's]", "[2,other's]", "[3,other's]");
    }

    @Test
    void aWindowThatIsRunAgainHasItsTagsUnlessOthersAreGiven() throws IOException {
        Files.writeString(folder.resolve("pipelines/daily.yaml"), """
                source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
                window: {every: 1d, starts: 2026-03-01}
                convert:
                  - {type: derive, column: supplier, expression: "batch_tags()['supplier']"}
                target:
                  table: daily
                  columns: {id: long, supplier: string}
                """);
        Files.createDirectories(folder.resolve("days"));
        Files.writeString(folder.resolve("days/2026-03-01.csv"), "id\n1\n");
        close();
        sluice = Sluice.open(Project.open(folder, Optional.empty(), List.of(), Map.of()), LocalSpark.session());

        assertThat(daily(WindowWish.MISSING, Map.of("supplier", "acme"))).isEqualTo("acme");
        assertThat(daily(WindowWish.REPLACE, Map.of())).isEqualTo("acme");
        assertThat(daily(WindowWish.REPLACE, Map.of("supplier", "other"))).isEqualTo("other");
    }

    private String daily(WindowWish wish, Map<String, String> tags) {
        Window day = TimeText.window("2026-03-01", new Grid(Every.parse("1d").orElseThrow(), ZoneId.of("UTC")));
        RunOptions options =
                new RunOptions(Optional.empty(), tags, Optional.of(new WindowChoice(day, Optional.empty(), wish)));
        RunResult ignored = sluice.run("daily", options, RunListener.SILENT);
        return sluice.query("SELECT supplier FROM daily").first().getString(0);
    }

    @Test
    void rowsThatAreReplayedHaveTheTagsOfTheBatchThatBroughtThem() throws IOException {
        arrives("a.csv", Map.of("supplier", "acme"));
        pipeline(1000);

        RunResult replayed = sluice.replay("orders", QuarantineFilter.ALL, "ada", RunListener.SILENT);

        assertThat(replayed.rows().landed()).isEqualTo(1);
        assertThat(replayed.rows().quarantined()).isEqualTo(1);
        assertThat(landed()).containsExactly("[1,acme]", "[2,acme]");
    }
}
