package dev.sluice.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.iceberg.CatalogProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleSendPoolTest {
    @TempDir
    Path folder;

    @Test
    void whoeverOpensANewCatalogTogetherWithOthersGetsIt() throws Exception {
        int threads = 4;
        ExecutorService threadPool = Executors.newFixedThreadPool(threads);
        try {
            for (int number = 0; number < 150; number++) {
                Map<String, String> settings = Map.of(
                        CatalogProperties.URI,
                        "jdbc:sqlite:" + folder.resolve(number + ".db"),
                        "jdbc.journal_mode",
                        "WAL",
                        "jdbc.busy_timeout",
                        "10000");
                CyclicBarrier together = new CyclicBarrier(threads);
                Callable<Boolean> opening = () -> {
                    try (SingleSendPool pool = new SingleSendPool(settings)) {
                        together.await();
                        return pool.run(connection -> connection.isValid(1));
                    }
                };
                for (Future<Boolean> each : threadPool.invokeAll(Collections.nCopies(threads, opening))) {
                    assertThat(each.get()).isTrue();
                }
            }
        } finally {
            threadPool.shutdownNow();
        }
    }
}
