package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
    @TempDir
    Path folder;

    private final CommandLineFixture sluice = new CommandLineFixture(() -> folder);

    @Test
    void proposalThatIsWrittenIsAValidPipelineOfTheProject() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(
                folder.resolve("in/a.csv"),
                IntStream.range(0, 100)
                        .mapToObj(i -> i + ";" + (i == 7 ? "x" : "1.5"))
                        .collect(Collectors.joining("\n", "id;price\n", "\n")));

        assertThat(sluice.run("profile", "--files", "in/*.csv", "--format", "csv", "--option", "delimiter=;"))
                .as(sluice.err())
                .isZero();
        assertThat(sluice.out()).contains("decimal(10,1)", "unique(id)", "cast(price)", "1.00 %", "--write");

        Files.writeString(folder.resolve("sluice.yaml"), "name: shop\n");
        assertThat(sluice.run(
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
                .as(sluice.err())
                .isZero();
        JsonNode json = new ObjectMapper().readTree(sluice.out());
        assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
        assertThat(json.get("rejected").get("rows").asLong()).isEqualTo(1);
        assertThat(json.get("columns").get(1).get("type").asText()).isEqualTo("decimal(10,1)");
        assertThat(folder.resolve("pipelines/prices.yaml"))
                .content()
                .isEqualTo(json.get("pipeline").asText())
                .contains("files: [\"in/*.csv\"]", "table: prices");

        assertThat(sluice.run("validate")).as(sluice.err()).isZero();
        assertThat(sluice.run("profile", "prices", "-o", "csv"))
                .as(sluice.err())
                .isZero();
        assertThat(sluice.out()).startsWith("column,type,nulls,distinct");
        assertThat(sluice.run("profile", "prices", "--write", "pipelines/prices.yaml"))
                .isEqualTo(2);
        assertThat(sluice.err()).contains("it is there already");
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

        assertThat(sluice.run("profile", "p", "-o", "json", "--write", "pipelines/q.yaml"))
                .as(sluice.err())
                .isZero();

        JsonNode n = new ObjectMapper().readTree(sluice.out()).get("columns").get(1);
        assertThat(n.get("nulls").asLong()).isEqualTo(3);
        assertThat(n.get("type").asText()).isEqualTo("int");
        assertThat(folder.resolve("pipelines/q.yaml"))
                .content()
                .contains("nullTokens: [NA, \"-\", \"\"]")
                .doesNotContain("***");
    }

    @Test
    void whatIsMissingOnTheCommandLineIsTold() {
        assertThat(sluice.run("profile")).isEqualTo(2);
        assertThat(sluice.err()).contains("name a pipeline, or files with --files and --format");
        assertThat(sluice.run("profile", "--files", "*.csv")).isEqualTo(2);
        assertThat(sluice.run("profile", "p", "--tolerance", "much")).isEqualTo(2);
        assertThat(sluice.err()).contains("Invalid tolerance 'much'");
    }

    @Test
    void filesThatAreNotThereEndAsARunWouldEnd() {
        assertThat(sluice.run("profile", "--files", "none/*.csv", "--format", "csv"))
                .isEqualTo(7);
        assertThat(sluice.run("profile", "--files", "none/a.csv", "--format", "csv"))
                .isEqualTo(3);
        assertThat(sluice.run("profile", "--files", "none/a.csv", "--format", "cvs"))
                .isEqualTo(2);
        assertThat(sluice.err()).contains("did you mean 'csv'?");
    }
}
