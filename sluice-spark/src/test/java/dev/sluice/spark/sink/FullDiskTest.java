package dev.sluice.spark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.Workbench;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.catalog.TwoTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    Path folder;

    @AfterEach
    void freeTheDisk() {
        FullDisk.FREE.set(Long.MAX_VALUE);
    }

    @Test
    void aFullDiskIsNamedNothingIsLeftAndTheNextRunPasses() throws InterruptedException {
        ProjectSpec project = onFullDisk();
        try (Workbench bench = new Workbench(folder, project, ProjectCatalog.open(project, FullDisk.configuration()))) {
            TwoTables tables = bench.tables();

            FullDisk.FREE.set(2_000);
            assertThatThrownBy(() -> bench.write(tables, "r1", 20_000))
                    .isInstanceOfSatisfying(
                            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FULL))
                    .hasMessageContaining("No space left on device");
            // The other tasks of the job clear up when they learn that it has failed.
            assertThat(eventually(() -> parquetFiles() == 0))
                    .as("nothing is left")
                    .isTrue();

            FullDisk.FREE.set(Long.MAX_VALUE);
            assertThat(bench.write(tables, "r2", 20_000).rows()).isEqualTo(bench.expected(20_000));
        }
    }

    private ProjectSpec onFullDisk() {
        ProjectSpec local = Workbench.project(folder);
        return new ProjectSpec(
                local.name(),
                local.folder(),
                local.state(),
                local.ledgerUrl(),
                local.catalogUrl(),
                "full://" + folder.resolve("warehouse"),
                List.of(),
                Map.of(),
                local.environment());
    }

    /** For two seconds on end: a task may open a file after another's are gone. */
    private static boolean eventually(BooleanSupplier condition) throws InterruptedException {
        int times = 0;
        for (int i = 0; i < 300 && times < 20; i++) {
            Thread.sleep(100);
            times = condition.getAsBoolean() ? times + 1 : 0;
        }
        return times == 20;
    }

    private long parquetFiles() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (IOException | UncheckedIOException e) {
            // A file went while the folder was walked.
            return -1;
        }
    }
}
