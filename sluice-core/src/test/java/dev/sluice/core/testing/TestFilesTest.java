package dev.sluice.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.config.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFilesTest {
    @TempDir
    Path folder;

    @Test
    void columnsThatDriftAddsCanBeExpected() throws IOException {
        write("sluice.yaml", "name: shop\n");
        write("tests/orders.yaml", """
                pipeline: orders
                cases:
                  - {name: one, given: {text: "id,more\\n1,x\\n"}, then: {landed: [{id: 1, more: x}]}}
                """);
        write("pipelines/orders.yaml", pipeline("evolve"));
        assertThat(TestFiles.read(project())).hasSize(1);

        write("pipelines/orders.yaml", pipeline("warn"));
        assertThatThrownBy(() -> TestFiles.read(project())).hasMessageContaining("has no column 'more'");
    }

    private static String pipeline(String drift) {
        return """
                source: {files: "in/*.csv", format: csv, drift: %s}
                target: {table: shop.orders, columns: {id: long}}
                """.formatted(drift);
    }

    private Project project() {
        return Project.open(folder, Optional.empty(), List.of(), Map.of());
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
