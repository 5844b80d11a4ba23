package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A changed pipeline runs beside the live one, from a checkout of its own, until it is promoted. Both checkouts have the
 * same state and the same inbox.
 */
class PromoteCommandTest {
    private static final String V1 = """
            source: {files: "${inbox}/*.csv", format: csv}
            target:
              table: shop.orders
              columns: {id: {type: long, required: true}, amount: {type: int}}
            """;
    private static final String V2 = """
            source: {files: "${inbox}/*.csv", format: csv}
            convert:
              - {type: derive, column: gross, expression: "cast(amount as int) * 2"}
            target:
              table: shop.orders
              columns: {id: {type: long, required: true}, gross: {type: int}}
            validate:
              - {type: expect, name: positive, that: "gross > 0"}
            """;

    @TempDir
    Path folder;

    private Path inbox;
    private final CommandLineFixture sluice = new CommandLineFixture(() -> folder);

    @BeforeEach
    void checkOutTwice() throws IOException {
        inbox = Files.createDirectories(folder.resolve("inbox"));
        for (String checkout : new String[] {"now", "next"}) {
            Files.createDirectories(folder.resolve(checkout + "/pipelines"));
            Files.writeString(
                    folder.resolve(checkout + "/sluice.yaml"), "name: shop\nvars: {inbox: %s}\n".formatted(inbox));
            Files.writeString(folder.resolve(checkout + "/pipelines/orders.yaml"), checkout.equals("now") ? V1 : V2);
        }
        arrives("a.csv", "id,amount\n1,100\n2,-5\n");
    }

    private void arrives(String file, String text) throws IOException {
        Files.writeString(inbox.resolve(file), text);
    }

    @Test
    void aChangedPipelineRunsBesideTheLiveOneIsPromotedAndGoesBack() throws IOException {
        assertThat(run("now", "run", "orders")).as(sluice.err()).isZero();
        assertThat(run("next", "run", "orders", "--name", "v2", "-o", "json"))
                .as(sluice.err())
                .isZero();
        JsonNode first = new ObjectMapper().readTree(sluice.out());
        assertThat(first.at("/pipeline").asText()).isEqualTo("orders@v2");
        assertThat(first.at("/rows/landed").asInt()).isEqualTo(1);
        assertThat(run("next", "run", "orders@v2")).as("the same, in short").isZero();
        assertThat(sluice.out()).contains("nothing to do");
        arrives("b.csv", "id,amount\n3,200\n");
        assertThat(run("now", "run", "orders")).as("the live one goes on").isZero();
        assertThat(rows("now", "SELECT id FROM shop.orders ORDER BY id")).isEqualTo("id\n1\n2\n3\n");
        assertThat(rows("next", "SELECT id, gross FROM shop.orders__v2")).isEqualTo("id,gross\n1,200\n");
        assertThat(run("next", "quarantine", "show", "orders", "--name", "v2", "-o", "csv"))
                .isZero();
        assertThat(sluice.out()).contains("positive");
        assertThat(run("next", "runs", "orders", "--name", "v2", "-o", "csv")).isZero();
        assertThat(sluice.out().lines().skip(1))
                .singleElement()
                .satisfies(run -> assertThat(run).contains("orders@v2"));
        assertThat(run("now", "promote", "orders", "-o", "csv")).isZero();
        assertThat(sluice.out().lines().map(line -> line.split(",")[0] + " " + line.split(",")[1]))
                .containsExactly("deployment state", "main live", "v2 beside");

        assertThat(run("next", "promote", "orders", "--name", "v2"))
                .as(sluice.err())
                .isZero();
        assertThat(sluice.out())
                .contains(
                        "orders: v2 is live: shop.orders has 1 rows, where main had 3",
                        "sluice promote orders --name main");
        assertThat(sluice.err())
                .contains(
                        "readers no longer find these columns: amount",
                        "1 inputs have landed with main and not with v2: the next run lands them");
        assertThat(rows("next", "SELECT * FROM shop.orders")).isEqualTo("id,gross\n1,200\n");
        assertThat(run("next", "promote", "orders", "--name", "v2")).isZero();
        assertThat(sluice.out()).contains("orders: v2 is live already");
        assertThat(run("next", "run", "orders", "--name", "v2")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-612", "leave '--name v2' out");

        assertThat(run("next", "run", "orders", "-o", "json")).as(sluice.err()).isZero();
        assertThat(new ObjectMapper().readTree(sluice.out()).at("/rows/landed").asInt())
                .isEqualTo(1);
        assertThat(rows("next", "SELECT id FROM shop.orders ORDER BY id")).isEqualTo("id\n1\n3\n");
        assertThat(run("next", "run", "orders")).isZero();
        assertThat(sluice.out()).contains("nothing to do");
        assertThat(run("next", "quarantine", "show", "orders", "-o", "csv")).isZero();
        assertThat(sluice.out()).contains("positive");

        assertThat(run("now", "promote", "orders", "--name", "main"))
                .as(sluice.err())
                .isZero();
        assertThat(rows("now", "SELECT id FROM shop.orders ORDER BY id")).isEqualTo("id\n1\n2\n3\n");
        assertThat(run("now", "run", "orders")).isZero();
        assertThat(sluice.out()).contains("nothing to do");
        assertThat(rows("now", "SELECT id FROM shop.orders__v2 ORDER BY id")).isEqualTo("id\n1\n3\n");
    }

    @Test
    void aHeldRunOfEitherDeploymentComesFirst() throws IOException {
        String sink = "sinks: [{type: folder, path: %s, format: csv}]\n".formatted(folder.resolve("out"));
        Files.writeString(folder.resolve("now/pipelines/orders.yaml"), V1 + sink);
        assertThat(run("now", "run", "orders")).as(sluice.err()).isZero();
        assertThat(delivered()).isEqualTo("id,amount\n1,100\n2,-5\n");
        Files.writeString(folder.resolve("next/pipelines/orders.yaml"), V2 + "budget: {rejected: 0}\n");
        assertThat(run("next", "run", "orders", "--name", "v2")).isEqualTo(5);
        assertThat(sluice.err() + sluice.out()).contains("sluice publish ");
        assertThat(run("next", "promote", "orders", "--name", "v2")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-611");

        Files.writeString(folder.resolve("next/pipelines/orders.yaml"), V2 + sink);
        arrives("b.csv", "id,amount\n3,200\n");
        assertThat(run("next", "run", "orders", "--name", "v2"))
                .as(sluice.err())
                .isZero();
        assertThat(run("next", "promote", "orders", "--name", "v2")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-613", "of orders@v2 is held", "sluice publish ");
        String held = sluice.err().replaceAll("(?s).*sluice publish (\\S+) .*", "$1");
        assertThat(run("now", "publish", held, "--accept", "--name", "v3")).isEqualTo(2);
        assertThat(sluice.err()).contains("it is one of orders@v2");
        assertThat(run("now", "publish", held, "--accept", "--name", "v2"))
                .as(sluice.err())
                .isZero();

        assertThat(delivered()).as("of what is live").isEqualTo("id,amount\n1,100\n2,-5\n");
        assertThat(run("next", "promote", "orders", "--name", "v2"))
                .as(sluice.err())
                .isZero();
        assertThat(sluice.err()).contains("delivered 2 rows to folder");
        assertThat(delivered()).isEqualTo("id,gross\n1,200\n3,400\n");
        assertThat(rows("next", "SELECT id FROM shop.orders ORDER BY id")).isEqualTo("id\n1\n3\n");
    }

    /** What readers of the folder find: its rows in their order, below the names of the columns. */
    private String delivered() throws IOException {
        JsonNode current =
                new ObjectMapper().readTree(folder.resolve("out/current.json").toFile());
        Path data = folder.resolve("out/data").resolve(current.at("/delivery").asText());
        try (Stream<Path> files = Files.list(data)) {
            List<String> lines = new ArrayList<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".csv")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            String header = lines.get(0);
            return header + "\n"
                    + lines.stream()
                            .filter(line -> !line.equals(header))
                            .sorted()
                            .map(line -> line + "\n")
                            .collect(Collectors.joining());
        }
    }

    @Test
    void whatCannotBeMeantIsToldBeforeSparkStarts() {
        assertThat(run("now", "run", "orders", "--name", "V 2")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-610", "'V 2'");
        assertThat(run("now", "run", "orders@quarantine")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-610", "take another");
        assertThat(run("now", "--name", "v2", "validate", "orders")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-704", "'sluice validate' has nothing to do with deployments");
        assertThat(run("now", "run", "--select", "orders", "--name", "v2")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-701", "--select together with --name");
        assertThat(run("now", "runs", "--name", "v2")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-701");
        assertThat(run("now", "promote", "order", "--name", "v2")).isEqualTo(2);
        assertThat(sluice.err()).contains("did you mean 'orders'?");
    }

    private String rows(String checkout, String sql) {
        assertThat(run(checkout, "query", "-o", "csv", sql)).as(sluice.err()).isZero();
        return sluice.out().replace("\r", "");
    }

    private int run(String checkout, String... args) {
        return sluice.runIn(
                folder.resolve(checkout),
                Map.of("SLUICE_HOME", folder.resolve("state").toString()),
                args);
    }
}
