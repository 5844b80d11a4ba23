package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.pluginjar.TwoVersions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-in jars of a project on a real cluster: a master and two workers, each a process of its own. */
class PluginClusterIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    @Test
    void jarsTravelToBothWorkersAndKeepTheirVersionsOfALibrary() throws Exception {
        TwoVersions.write(folder, work);
        Files.writeString(folder.resolve("sluice.yaml"), """
                name: cluster
                spark:
                  spark.driver.host: 127.0.0.1
                  spark.driver.bindAddress: 127.0.0.1
                  spark.executor.memory: 600m
                  spark.executor.cores: "1"
                  spark.cores.max: "2"
                  spark.scheduler.minRegisteredResourcesRatio: "1.0"
                  spark.scheduler.maxRegisteredResourcesWaitingTime: 60s
                  spark.locality.wait: 0s
                """);
        try (Cluster cluster = Cluster.start(work, 2)) {
            Launched run = Launched.sluice(folder, "run", "p", "--master", cluster.url(), "-o", "json");

            assertThat(run.status()).as(run.err() + cluster.logs()).isZero();
            JsonNode result = new ObjectMapper().readTree(run.out());
            assertThat(result.at("/rows/landed").asLong()).isEqualTo(118);
            assertThat(result.at("/rows/quarantined").asLong()).isEqualTo(2);
            assertThat(result.at("/counters/0/count").asLong()).isEqualTo(240);
            assertThat(result.at("/counters/1/count").asLong()).isEqualTo(120);

            Launched query = Launched.sluice(
                    folder,
                    "query",
                    "-o",
                    "csv",
                    "SELECT count(DISTINCT process) AS p, min(a) AS a, max(a) AS a2, min(b) AS b, max(b) AS b2 FROM t");
            int a = TwoVersions.constants("a");
            int b = TwoVersions.constants("b");
            assertThat(query.out().lines().skip(1)).containsExactly("2,%d,%d,%d,%d".formatted(a, a, b, b));
        }
    }
}
