package dev.sluice.spark.delivery;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.core.config.Project;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.spec.PluginRegistry;
import dev.sluice.spark.LocalSpark;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.Sluice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a delivery does, whatever the sink. */
class DeliveryTest {
    @TempDir
    Path folder;

    @Test
    void rowsThatDoNotComeBackAsTheyWereAreShownToNobody() throws Exception {
        Shop shop = Shop.of(folder, "", "  []\n");
        shop.publish(1);
        Shop lied = Shop.of(
                folder,
                "",
                LyingSink.all().stream()
                        .map(sink ->
                                "  - {type: %s}\n".formatted(sink.descriptor().word()))
                        .collect(joining()));
        PluginRegistry builtIn = PluginRegistry.load(DeliveryTest.class.getClassLoader());
        PluginRegistry plugins = PluginRegistry.of(
                builtIn.converters().values(),
                builtIn.validators().values(),
                builtIn.formats().values(),
                List.of(),
                LyingSink.all());
        LyingSink.PUBLISHED.clear();

        List<DeliveryResult> results;
        try (Sluice sluice = Sluice.open(
                Project.open(lied.folder(), Optional.empty(), List.of(), Map.of(), plugins), LocalSpark.session())) {
            results = sluice.deliver("orders", RunListener.SILENT);
        }

        assertThat(LyingSink.PUBLISHED).containsOnly("honest", "turning");
        assertThat(results.subList(0, 2))
                .allSatisfy(result -> assertThat(result.failure()).isNull());
        assertThat(results.subList(2, results.size()))
                .hasSize(5)
                .allSatisfy(result -> assertThat(result.failure())
                        .isNotNull()
                        .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.DELIVERY_UNVERIFIED)));
    }
}
