package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every folder of {@code examples/} that says what it expects. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    static List<String> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            return folders.filter(each -> Files.exists(each.resolve("expected.json")))
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theShippedExamplesAreFound() throws IOException {
        assertThat(examples()).contains("customers", "daily-reports", "mended-orders", "packs", "revenue");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleDoesWhatItsReadmePromises(String name) throws IOException {
        copy(EXAMPLES.resolve(name), folder);
        JsonNode expected = new ObjectMapper()
                .readTree(EXAMPLES.resolve(name).resolve("expected.json").toFile());

        expected.path("before").forEach(before -> run(before.asText()));
        RunResult result = run(expected.get("pipeline").asText());

        assertThat(result.state()).isEqualTo(RunState.PUBLISHED);
        assertThat(result.rows().read()).isEqualTo(expected.get("read").asLong());
        assertThat(result.rows().landed()).isEqualTo(expected.get("landed").asLong());
        assertThat(result.rows().quarantined())
                .isEqualTo(expected.get("quarantined").asLong());
        assertThat(result.reasons())
                .extracting(ExamplesTest::reason)
                .containsExactlyInAnyOrderElementsOf(
                        StreamSupport.stream(expected.get("reasons").spliterator(), false)
                                .map(ExamplesTest::reason)
                                .toList());
        assertThat(result.report()).isNotNull().content().contains("</html>");
        JsonNode mended = expected.path("mended");
        assertThat(result.mended().rows()).isEqualTo(mended.path("rows").asLong());
        assertThat(result.mended().fixes())
                .allSatisfy(fix -> assertThat(fix.cells())
                        .as(fix.rule())
                        .isEqualTo(mended.path("fixes").path(fix.rule()).asLong()));
    }

    @Test
    void theGuideOnFixingShowsTheExampleThatIsRun() throws IOException {
        String pipeline = Files.readString(EXAMPLES.resolve("mended-orders/pipelines/orders.yaml"));

        assertThat(EXAMPLES.resolve("../docs/guide/fixing.md"))
                .content()
                .contains(pipeline.substring(pipeline.indexOf("target:")));
    }

    private RunResult run(String pipeline) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("examples")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .getOrCreate();
        Project project = Project.open(folder, Optional.empty(), List.of(), Map.of());
        try (Sluice sluice = Sluice.open(project, spark)) {
            return sluice.run(pipeline, RunOptions.DEFAULT, RunListener.SILENT);
        }
    }

    private static String reason(ReasonCount count) {
        return String.join(
                " ", count.stage().word(), count.code(), String.valueOf(count.column()), String.valueOf(count.rows()));
    }

    private static String reason(JsonNode node) {
        Function<String, String> text =
                key -> node.get(key).isNull() ? "null" : node.get(key).asText();
        return String.join(" ", text.apply("stage"), text.apply("code"), text.apply("column"), text.apply("rows"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            paths.filter(path -> !path.startsWith(from.resolve(".sluice"))).forEach(path -> {
                try {
                    Path copy = to.resolve(from.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(path, copy);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
