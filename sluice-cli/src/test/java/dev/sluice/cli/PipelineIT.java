package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each call starts Spark in a process of its own, so there are few. */
class PipelineIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    // What init's data holds; see OrderFile.
    private static final long READ = 200;
    private static final long QUARANTINED = 14;

    @TempDir
    Path folder;

    @Test
    void newProjectLandsOnceAndItsBadRowsAreShown() throws Exception {
        assertThat(Launched.sluice(folder, "init", "shop").status()).isZero();
        Path shop = folder.resolve("shop");

        Launched run = Launched.sluice(shop, "run", "example", "-o", "json");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode result = JSON.readTree(run.out());
        assertThat(result.at("/schemaVersion").asInt()).isEqualTo(1);
        assertThat(result.at("/state").asText()).isEqualTo("published");
        assertThat(result.at("/rows/read").asLong()).isEqualTo(READ);
        assertThat(result.at("/rows/landed").asLong()).isEqualTo(READ - QUARANTINED);
        assertThat(result.at("/rows/quarantined").asLong()).isEqualTo(QUARANTINED);
        assertThat(Path.of(result.at("/report").asText())).isRegularFile();
        assertThat(run.err()).doesNotContain("warning", "WARN", "SLF4J");

        Launched again = Launched.sluice(shop, "run", "example");
        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("nothing to do", result.at("/runId").asText());

        Launched query = Launched.sluice(shop, "query", "-o", "csv", "SELECT count(*) AS n FROM shop.example");
        assertThat(query.out()).isEqualTo("n\r\n" + (READ - QUARANTINED) + "\r\n");

        Launched shown = Launched.sluice(shop, "quarantine", "show", "example", "--limit", "0", "-o", "json");
        JsonNode rows = JSON.readTree(shown.out()).at("/rows");
        assertThat(rows).hasSize((int) QUARANTINED);
        assertThat(rows).anySatisfy(row -> assertThat(row.at("/reasons")).hasSize(3));

        Launched runs = Launched.sluice(shop, "runs", "-o", "csv");
        assertThat(runs.out()).contains("published", result.at("/runId").asText());
        assertThat(Launched.sluice(shop, "doctor").status()).isZero();
    }

    @Test
    void whatIsMissingIsToldByTheExitStatus() throws Exception {
        assertThat(Launched.sluice(folder, "init", "shop").status()).isZero();
        Path shop = folder.resolve("shop");

        Launched gone = Launched.sluice(shop, "run", "example", "--set", "source.files=inbox/gone.csv");
        assertThat(gone.status()).as(gone.err()).isEqualTo(3);
        assertThat(gone.err()).contains("error[SLU-301]").doesNotContain("\tat ");
        assertThat(gone.out()).isEmpty();

        Files.createDirectory(shop.resolve("empty"));
        Launched none = Launched.sluice(shop, "run", "example", "--set", "inbox=empty");
        assertThat(none.status()).as(none.err()).isEqualTo(7);

        // What is wrong with the pipeline is told before Spark starts.
        Launched unknown = Launched.sluice(shop, "run", "exampl");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("error[SLU-141]", "did you mean 'example'?");
    }
}
