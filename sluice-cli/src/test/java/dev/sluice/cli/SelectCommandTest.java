package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that read one another's tables, run together as a user does. */
class SelectCommandTest {
    private static final Map<String, String> SHOP = new LinkedHashMap<>();

    static {
        for (String files : List.of("orders", "customers", "products")) {
            SHOP.put(files, "{files: inbox/%s.csv, format: csv}".formatted(files));
        }
        SHOP.put("orders_clean", "{table: orders}");
        SHOP.put("order_lines", "{query: SELECT id FROM orders WHERE id > 0}");
        SHOP.put("customers_clean", "{table: customers}");
        SHOP.put("revenue", "{query: SELECT id FROM orders_clean JOIN customers_clean USING (id)}");
        SHOP.put("top", "{query: SELECT id FROM revenue ORDER BY id LIMIT 2}");
        SHOP.put("product_stats", "{query: SELECT count(*) AS id FROM products}");
        SHOP.put("catalogue", "{query: SELECT p.id FROM products p JOIN customers_clean c ON c.id = p.id}");
        SHOP.put("segments", "{query: SELECT DISTINCT id FROM customers_clean}");
        SHOP.put("report", "{query: SELECT id FROM top UNION ALL SELECT id FROM segments}");
    }

    @TempDir
    Path folder;

    private final CommandLineFixture sluice = new CommandLineFixture(() -> folder);

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.createDirectories(folder.resolve("inbox"));
        for (Map.Entry<String, String> pipeline : SHOP.entrySet()) {
            pipeline(pipeline.getKey(), pipeline.getValue(), pipeline.getKey());
        }
        Files.writeString(folder.resolve("inbox/orders.csv"), "id\n1\n2\n3\nx\ny\n");
        Files.writeString(folder.resolve("inbox/customers.csv"), "id\n1\n2\n3\n4\n");
        Files.writeString(folder.resolve("inbox/products.csv"), "id\n1\n2\n");
    }

    private void pipeline(String name, String source, String table) throws IOException {
        Files.writeString(folder.resolve("pipelines/" + name + ".yaml"), """
                source: %s
                target: {table: %s, columns: {id: {type: long, required: true}}}
                budget: {rejected: 20%%}
                """.formatted(source, table));
    }

    @Test
    void aHeldParentStopsThoseThatReadFromItAndOnlyWhatIsMissingRunsAfterwards() throws IOException {
        assertThat(sluice.run("run", "--select", "*", "--parallel", "2", "-o", "json"))
                .isEqualTo(5);
        Map<String, JsonNode> first = lines();
        String held = first.get("orders").at("/runId").asText();
        assertThat(first).hasSize(12);
        assertThat(states(first, "published"))
                .containsExactlyInAnyOrder(
                        "customers", "products", "customers_clean", "product_stats", "catalogue", "segments");
        assertThat(states(first, "held")).containsExactly("orders");
        assertThat(states(first, "not_run"))
                .containsExactlyInAnyOrder("orders_clean", "order_lines", "revenue", "top", "report");
        for (String stopped : states(first, "not_run")) {
            assertThat(first.get(stopped).at("/message").asText())
                    .isEqualTo("not run: parent orders is held (run " + held + ")");
        }
        assertThat(sluice.err()).contains("[12/12]", "top not run: parent orders is held (run " + held + ")");

        assertThat(sluice.run("plan", "--select", "+revenue")).isZero();
        assertThat(sluice.out()
                        .lines()
                        .map(line -> line.replaceAll("(?<=\\S)\\s+", " "))
                        .toList())
                .containsExactly(
                        "customers nothing to do: all that it reads has landed",
                        "orders not run: is held (run " + held + ")",
                        "└ customers_clean ← customers nothing to do: all that it reads has landed",
                        "└ orders_clean ← orders not run: parent orders is held (run " + held + ")",
                        "  └ revenue ← customers_clean, orders_clean not run: parent orders is held (run " + held
                                + ")");

        assertThat(sluice.run("run", "--select", "orders+")).as(sluice.err()).isEqualTo(5);
        assertThat(sluice.out()).contains("not run: parent orders is held (run " + held + ")");

        assertThat(sluice.run("publish", held, "--accept")).as(sluice.err()).isZero();
        assertThat(sluice.run("run", "--select", "*", "-o", "json"))
                .as(sluice.err())
                .isZero();
        Map<String, JsonNode> second = lines();
        assertThat(states(second, "published"))
                .containsExactlyInAnyOrder("orders_clean", "order_lines", "revenue", "top", "report");
        assertThat(states(second, "already_landed"))
                .containsExactlyInAnyOrder(
                        "orders", "customers", "products", "customers_clean", "product_stats", "catalogue", "segments");
        assertThat(sluice.run("query", "-o", "csv", "SELECT id, count(*) n FROM report GROUP BY id ORDER BY id"))
                .isZero();
        assertThat(sluice.out()).isEqualTo("id,n\r\n1,2\r\n2,2\r\n3,1\r\n4,1\r\n");

        pipeline("segments", "{query: SELECT DISTINCT id FROM customers_clean WHERE id > 3}", "segments");
        assertThat(sluice.run("plan", "--select", "customers+", "-o", "json")).isZero();
        assertThat(new ObjectMapper().readTree(sluice.out()).at("/pipelines").findValuesAsText("why"))
                .contains("the pipeline has changed", "after segments");
        assertThat(sluice.run("run", "--select", "customers+", "-o", "json"))
                .as(sluice.err())
                .isZero();
        assertThat(states(lines(), "published")).containsExactlyInAnyOrder("segments", "report");
        assertThat(sluice.run("query", "-o", "csv", "SELECT id FROM report ORDER BY id"))
                .isZero();
        assertThat(sluice.out()).as("each run replaces its table").isEqualTo("id\r\n1\r\n2\r\n4\r\n");
    }

    @Test
    void whatCannotBeRunTogetherIsToldBeforeSparkStarts() throws IOException {
        assertThat(sluice.run("run", "--select", "revenu")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-576", "did you mean 'revenue'?");
        assertThat(sluice.run("run", "--select", "orders,customers")).isEqualTo(7);
        assertThat(sluice.run("run", "orders", "--select", "orders")).isEqualTo(2);
        assertThat(sluice.run("run")).isEqualTo(2);
        assertThat(sluice.run("run", "--select", "orders", "--window", "2026-03-01"))
                .isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-539");

        pipeline("orders", "{table: report}", "orders");
        assertThat(sluice.run("run", "--select", "customers")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-573", "orders -> ", "pipelines/");
        assertThat(sluice.run("validate")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-573");

        pipeline("orders", "{table: products}", "segments");
        assertThat(sluice.run("validate")).isEqualTo(2);
        assertThat(sluice.err()).contains("SLU-574", "pipelines orders and segments both write segments");
    }

    private Map<String, JsonNode> lines() throws IOException {
        Map<String, JsonNode> lines = new LinkedHashMap<>();
        for (String line : sluice.out().split("\n")) {
            JsonNode json = new ObjectMapper().readTree(line);
            lines.put(json.at("/pipeline").asText(), json);
        }
        return lines;
    }

    private static List<String> states(Map<String, JsonNode> lines, String state) {
        return lines.entrySet().stream()
                .filter(line -> line.getValue().at("/state").asText().equals(state))
                .map(Map.Entry::getKey)
                .toList();
    }
}
