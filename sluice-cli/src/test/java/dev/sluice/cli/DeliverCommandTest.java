package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks as a user meets them. */
class DeliverCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final CommandLineFixture sluice = new CommandLineFixture(() -> folder);

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), """
                name: shop
                connections: {reports: {url: "jdbc:sqlite:reports.db"}}
                """);
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("pipelines/orders.yaml"), """
                source: {files: inbox/*.csv, format: csv}
                target: {table: orders, columns: {id: {type: long, required: true}}}
                budget: {rejected: "0"}
                sinks:
                  - {type: folder, name: files, path: out, format: json}
                  - {type: jdbc, name: reports, connection: reports, table: orders}
                """);
        Files.writeString(folder.resolve("pipelines/plain.yaml"), """
                source: {files: inbox/*.csv, format: csv}
                target: {table: plain, columns: {id: long}}
                """);
        Files.writeString(folder.resolve("inbox/1.csv"), "id\n1\n2\n");
    }

    @Test
    void windowsThatAreDueAreDeliveredEvenIfThereIsNoneAnyMore() throws IOException {
        YearMonth last = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
        Files.writeString(folder.resolve("pipelines/monthly.yaml"), """
                source: {files: "months/${window.start:yyyy-MM}.csv", format: csv}
                window: {every: 1mo, starts: %s-01}
                target: {table: monthly, columns: {id: long}}
                sinks: [{type: folder, path: monthly, format: json}]
                """.formatted(last));
        Files.createDirectories(folder.resolve("months"));
        Files.writeString(folder.resolve("months/%s.csv".formatted(last)), "id\n1\n");
        Files.writeString(folder.resolve("monthly"), "in the way");
        assertThat(sluice.run("run", "monthly", "--due")).as(sluice.err()).isEqualTo(3);

        assertThat(sluice.run("run", "monthly", "--due")).as(sluice.err()).isEqualTo(3);
        Files.delete(folder.resolve("monthly"));
        assertThat(sluice.run("run", "monthly", "--due")).as(sluice.err()).isZero();

        assertThat(folder.resolve("monthly/current.json")).content().containsPattern("\"rows\" ?: ?1\\b");
    }

    @Test
    void aRunOfAWindowIsRepeatedThoughItsPipelineIsNoMore() throws IOException {
        Path file = folder.resolve("pipelines/daily.yaml");
        Files.writeString(file, """
                source: {files: "days/${window.start:yyyy-MM-dd}.csv", format: csv}
                window: {every: 1d, starts: 2024-03-01}
                target: {table: daily, columns: {id: long}}
                """);
        Files.createDirectories(folder.resolve("days"));
        Files.writeString(folder.resolve("days/2024-03-01.csv"), "id\n1\n");
        assertThat(sluice.run("run", "daily", "--window", "2024-03-01", "-o", "json"))
                .as(sluice.err())
                .isZero();
        String first = JSON.readTree(sluice.out()).at("/runId").asText();
        Files.delete(file);

        assertThat(sluice.run("retry", first)).as(sluice.err()).isZero();
    }

    @Test
    void aRunThatMakesOthersNecessaryDeliversOnceBehindThem() throws IOException {
        Files.writeString(folder.resolve("pipelines/events.yaml"), """
                source: {files: "events/*.csv", format: csv}
                window: {every: 1d, column: at, late: rewrite, starts: 2024-03-01}
                target: {table: events, columns: {id: long, at: timestamptz}}
                sinks: [{type: folder, path: delivered, format: json}]
                """);
        Files.createDirectories(folder.resolve("events"));
        Files.writeString(folder.resolve("events/1.csv"), "id,at\n1,2024-03-01T10:00:00Z\n");
        Files.writeString(folder.resolve("delivered"), "in the way");
        assertThat(sluice.run("run", "events", "--window", "2024-03-01")).isEqualTo(3);
        Files.delete(folder.resolve("delivered"));
        assertThat(sluice.run("run", "events", "--window", "2024-03-01"))
                .as(sluice.err())
                .isZero();
        assertThat(delivered()).isEqualTo(1);
        Files.writeString(folder.resolve("events/2.csv"), "id,at\n2,2024-03-02T10:00:00Z\n");
        assertThat(sluice.run("run", "events", "--window", "2024-03-02"))
                .as(sluice.err())
                .isZero();
        assertThat(delivered()).isEqualTo(2);

        Files.writeString(
                folder.resolve("events/3.csv"),
                "id,at\n3,2024-03-01T11:00:00Z\n4,2024-03-02T11:00:00Z\n5,2024-03-03T11:00:00Z\n");
        assertThat(sluice.run("run", "events", "--window", "2024-03-03", "-o", "json"))
                .as(sluice.err())
                .isZero();

        JsonNode result = JSON.readTree(sluice.out());
        assertThat(result.at("/settled")).hasSize(2);
        assertThat(result.at("/deliveries/0/rows").asLong()).isEqualTo(5);
        assertThat(delivered()).isEqualTo(3);
        assertThat(folder.resolve("delivered/current.json")).content().containsPattern("\"rows\" ?: ?5\\b");
    }

    /** How often the table was written. */
    private long delivered() throws IOException {
        try (Stream<Path> states = Files.list(folder.resolve("delivered/data"))) {
            return states.count();
        }
    }

    @Test
    void whatIsPublishedComesToItsSinksAndAFailureIsToldAndMadeGood() throws IOException {
        Files.writeString(folder.resolve("out"), "in the way");
        assertThat(sluice.run("run", "orders", "-o", "json")).as(sluice.err()).isEqualTo(3);
        JsonNode result = JSON.readTree(sluice.out());
        assertThat(result.at("/state").asText()).isEqualTo("published");
        assertThat(result.at("/deliveries/0/outcome").asText()).isEqualTo("failed");
        assertThat(result.at("/deliveries/1/outcome").asText()).isEqualTo("delivered");
        assertThat(result.at("/deliveries/1/rows").asLong()).isEqualTo(2);
        assertThat(result.at("/deliveries/1/snapshot").asLong())
                .isEqualTo(result.at("/snapshot").asLong());
        assertThat(sluice.err())
                .contains("error[SLU-595] Cannot deliver to the sink 'files' (out): ", "'sluice deliver PIPELINE'");

        Files.delete(folder.resolve("out"));
        assertThat(sluice.run("deliver", "orders", "-o", "csv"))
                .as(sluice.err())
                .isZero();
        assertThat(sluice.out()
                        .lines()
                        .map(line -> line.replaceAll(",\\d+,[\\d.]+$", ""))
                        .toList())
                .containsExactly(
                        "pipeline,sink,place,outcome,rows,snapshot,seconds",
                        "orders,files,out,delivered,2",
                        "orders,reports,reports:orders,up_to_date,2");

        Files.writeString(folder.resolve("inbox/2.csv"), "id\n3\nx\n");
        assertThat(sluice.run("run", "orders", "-o", "json")).isEqualTo(5);
        String held = JSON.readTree(sluice.out()).at("/runId").asText();
        assertThat(JSON.readTree(sluice.out()).at("/deliveries/0/outcome").asText())
                .isEqualTo("up_to_date");
        assertThat(sluice.run("publish", held, "--accept")).as(sluice.err()).isZero();
        assertThat(sluice.err())
                .contains("delivered 3 rows to files (out)", "delivered 3 rows to reports (reports:orders)");
        assertThat(sluice.run("rollback", held)).as(sluice.err()).isZero();
        assertThat(sluice.err()).contains("delivered 2 rows to files (out)");
    }

    @Test
    void aPipelineWithoutSinksHasNothingToDeliver() {
        assertThat(sluice.run("deliver", "plain")).isEqualTo(7);
        assertThat(sluice.err()).contains("pipeline plain has no 'sinks:'");
        assertThat(sluice.run("deliver")).isEqualTo(2);
        assertThat(sluice.err()).contains("name either a pipeline or --all");
    }
}
