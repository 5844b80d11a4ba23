package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks as a user meets them. */
class DeliverCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

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
        assertThat(run("run", "monthly", "--due")).as(err()).isEqualTo(3);

        assertThat(run("run", "monthly", "--due")).as(err()).isEqualTo(3);
        Files.delete(folder.resolve("monthly"));
        assertThat(run("run", "monthly", "--due")).as(err()).isZero();

        assertThat(folder.resolve("monthly/current.json")).content().containsPattern("\"rows\" ?: ?1\\b");
    }

    @Test
    void whatIsPublishedComesToItsSinksAndAFailureIsToldAndMadeGood() throws IOException {
        Files.writeString(folder.resolve("out"), "in the way");
        assertThat(run("run", "orders", "-o", "json")).as(err()).isEqualTo(3);
        JsonNode result = JSON.readTree(out());
        assertThat(result.at("/state").asText()).isEqualTo("published");
        assertThat(result.at("/deliveries/0/outcome").asText()).isEqualTo("failed");
        assertThat(result.at("/deliveries/1/outcome").asText()).isEqualTo("delivered");
        assertThat(result.at("/deliveries/1/rows").asLong()).isEqualTo(2);
        assertThat(result.at("/deliveries/1/snapshot").asLong())
                .isEqualTo(result.at("/snapshot").asLong());
        assertThat(err())
                .contains("error[SLU-595] Cannot deliver to the sink 'files' (out): ", "'sluice deliver PIPELINE'");

        Files.delete(folder.resolve("out"));
        assertThat(run("deliver", "orders", "-o", "csv")).as(err()).isZero();
        assertThat(out().lines()
                        .map(line -> line.replaceAll(",\\d+,[\\d.]+$", ""))
                        .toList())
                .containsExactly(
                        "pipeline,sink,place,outcome,rows,snapshot,seconds",
                        "orders,files,out,delivered,2",
                        "orders,reports,reports:orders,up_to_date,2");

        Files.writeString(folder.resolve("inbox/2.csv"), "id\n3\nx\n");
        assertThat(run("run", "orders", "-o", "json")).isEqualTo(5);
        String held = JSON.readTree(out()).at("/runId").asText();
        assertThat(JSON.readTree(out()).at("/deliveries/0/outcome").asText()).isEqualTo("up_to_date");
        assertThat(run("publish", held, "--accept")).as(err()).isZero();
        assertThat(err()).contains("delivered 3 rows to files (out)", "delivered 3 rows to reports (reports:orders)");
        assertThat(run("rollback", held)).as(err()).isZero();
        assertThat(err()).contains("delivered 2 rows to files (out)");
    }

    @Test
    void aPipelineWithoutSinksHasNothingToDeliver() {
        assertThat(run("deliver", "plain")).isEqualTo(7);
        assertThat(err()).contains("pipeline plain has no 'sinks:'");
        assertThat(run("deliver")).isEqualTo(2);
        assertThat(err()).contains("name either a pipeline or --all");
    }

    private int run(String... args) {
        out.reset();
        err.reset();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
        return new Commands(Invocation.of(console, Map.of(), folder)).execute(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
