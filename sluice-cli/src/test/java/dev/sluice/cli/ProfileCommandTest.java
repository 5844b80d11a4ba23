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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                120);
        return new Commands(Invocation.of(console, Map.of(), folder)).execute(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void proposalThatIsWrittenIsAValidPipelineOfTheProject() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(
                folder.resolve("in/a.csv"),
                IntStream.range(0, 100)
                        .mapToObj(i -> i + ";" + (i == 7 ? "x" : "1.5"))
                        .collect(Collectors.joining("\n", "id;price\n", "\n")));

        assertThat(run("profile", "--files", "in/*.csv", "--format", "csv", "--option", "delimiter=;"))
                .as(err())
                .isZero();
        assertThat(out()).contains("decimal(10,1)", "unique(id)", "cast(price)", "1.00 %", "--write");

        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        assertThat(run(
                        "profile",
                        "--files",
                        "in/*.csv",
                        "--format",
                        "csv",
                        "--option",
                        "delimiter=;",
                        "--write",
                        "pipelines/prices.yaml",
                        "-o",
                        "json"))
                .as(err())
                .isZero();
        JsonNode json = new ObjectMapper().readTree(out());
        assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(json.get("rejected").get("rows").asLong()).isEqualTo(1);
        assertThat(json.get("columns").get(1).get("type").asText()).isEqualTo("decimal(10,1)");
        assertThat(folder.resolve("pipelines/prices.yaml"))
                .content()
                .isEqualTo(json.get("pipeline").asText())
                .contains("files: [\"in/*.csv\"]", "table: prices");

        assertThat(run("validate")).as(err()).isZero();
        assertThat(run("profile", "prices", "-o", "csv")).as(err()).isZero();
        assertThat(out()).startsWith("column,type,nulls,distinct");
        assertThat(run("profile", "prices", "--write", "pipelines/prices.yaml")).isEqualTo(2);
        assertThat(err()).contains("it is there already");
    }

    @Test
    void pipelineIsProfiledWithTheOptionsThatItHas() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(folder.resolve("in/a.csv"), "id,n\n1,NA\n2,-\n3,7\n4,\n");
        Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        Files.writeString(folder.resolve("pipelines/p.yaml"), """
                source: {files: "in/*.csv", format: csv, options: {nullTokens: [NA, "-", ""]}}
                target: {table: t, columns: {id: long, n: long}}
                """);

        assertThat(run("profile", "p", "-o", "json", "--write", "pipelines/q.yaml"))
                .as(err())
                .isZero();

        JsonNode n = new ObjectMapper().readTree(out()).get("columns").get(1);
        assertThat(n.get("nulls").asLong()).isEqualTo(3);
        assertThat(n.get("type").asText()).isEqualTo("int");
        assertThat(folder.resolve("pipelines/q.yaml"))
                .content()
                .contains("nullTokens: [NA, \"-\", \"\"]")
                .doesNotContain("***");
    }

    @Test
    void whatIsMissingOnTheCommandLineIsTold() {
        assertThat(run("profile")).isEqualTo(2);
        assertThat(err()).contains("name a pipeline, or files with --files and --format");
        assertThat(run("profile", "--files", "*.csv")).isEqualTo(2);
        assertThat(run("profile", "p", "--tolerance", "much")).isEqualTo(2);
        assertThat(err()).contains("Invalid tolerance 'much'");
    }

    @Test
    void filesThatAreNotThereEndAsARunWouldEnd() {
        assertThat(run("profile", "--files", "none/*.csv", "--format", "csv")).isEqualTo(7);
        assertThat(run("profile", "--files", "none/a.csv", "--format", "csv")).isEqualTo(3);
        assertThat(run("profile", "--files", "none/a.csv", "--format", "cvs")).isEqualTo(2);
        assertThat(err()).contains("did you mean 'csv'?");
    }
}
