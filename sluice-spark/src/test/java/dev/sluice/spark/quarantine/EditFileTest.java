package dev.sluice.spark.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditFileTest {
    private static final List<String> RAWS =
            List.of("=cmd|'/c calc'!A1", "+1", "-2,x", "@a", "'quoted", "'=1", "a \"b\"\nc", "\té", "plain,1");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bad.csv", "bad.json"})
    void whatWasWrittenIsReadBackAsItWas(String name) {
        Path file = folder.resolve(name);
        List<Row> rows = RAWS.stream()
                .map(raw -> RowFactory.create("id" + RAWS.indexOf(raw), 1, "file:/a.csv", 7L, "=WHY", raw))
                .toList();

        assertThat(EditFile.write(file, rows.iterator())).isEqualTo(RAWS.size());

        assertThat(EditFile.read(file)).extracting(Correction::raw).containsExactlyElementsOf(RAWS);
        assertThat(EditFile.read(file)).extracting(Correction::attempt).containsOnly(1);
        assertThatThrownBy(() -> EditFile.write(file, rows.iterator())).hasMessageContaining("Cannot write");
    }

    @Test
    void noCellOfTheCsvIsAFormula() throws IOException {
        Path file = folder.resolve("bad.csv");
        EditFile.write(
                file,
                List.of(
                                RowFactory.create("i", 1, "u", 1L, "-why", "=1+1"),
                                RowFactory.create("j", 1, "u", 1L, "w", "@x"))
                        .iterator());

        assertThat(Files.readString(file)).contains("\"'=1+1\"", "\"'-why\"", "\"'@x\"");
    }

    @Test
    void aFileThatIsNoneOfOursIsRefused() throws IOException {
        Path other = Files.writeString(folder.resolve("a.csv"), "id,raw\n1,x\n");
        Path twice = Files.writeString(folder.resolve("b.csv"), "quarantine_id,attempt,raw\n1,1,x\n1,1,y\n");
        Path torn = Files.writeString(folder.resolve("c.json"), "[{\"quarantine_id\":");

        assertThatThrownBy(() -> EditFile.read(other)).hasMessageContaining("header lacks");
        assertThatThrownBy(() -> EditFile.read(twice)).hasMessageContaining("stands twice");
        assertThatThrownBy(() -> EditFile.read(torn)).hasMessageContaining("Cannot read");
    }
}
