package dev.sluice.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.source.csv.CsvFormat;
import dev.sluice.spark.source.text.FixedOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
    @TempDir
    Path folder;

    @Test
    void recordsComeWithFileNumberOffsetAndRawText() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "id,name\n1,Ann\n\n2,\"Bob\nB\"\r\n3\n");

        List<Row> rows = read(file)
                .select(
                        RecordColumns.SOURCE_URI,
                        RecordColumns.RECORD_NO,
                        RecordColumns.BYTE_OFFSET,
                        RecordColumns.RAW,
                        "name",
                        "id")
                .collectAsList();

        String uri = file.toUri().toString();
        assertThat(rows)
                .extracting(Row::toString)
                .containsExactly(
                        "[" + uri + ",1,8,1,Ann,Ann,1]",
                        "[" + uri + ",2,15,2,\"Bob\nB\",Bob\nB,2]",
                        "[" + uri + ",3,26,3,null,null]");
    }

    @Test
    void reasonsOfParsingAreAnArrayOfStructsAndNullForGoodRecords() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "id,name\n1,Ann\n3\n");

        List<Row> rows = read(file).select(RecordColumns.PARSE).collectAsList();

        assertThat(rows.get(0).isNullAt(0)).isTrue();
        assertThat(rows.get(1).getList(0))
                .extracting(Object::toString)
                .containsExactly("[SHORT_ROW,null,null,The row has 1 cell instead of 2]");
    }

    @Test
    void fileThatHasBecomeALinkOutOfTheRootsIsNotOpened() throws Exception {
        Path root = Files.createDirectory(folder.resolve("in"));
        Path secret = Files.writeString(folder.resolve("secret.csv"), "id,name\n1,Ann\n");
        Path file = Files.writeString(root.resolve("a.csv"), "id,name\n1,Ann\n");
        ProjectSpec project =
                new ProjectSpec("p", folder, folder, "", "", "", List.of(root.toString()), Map.of(), Optional.empty());
        Dataset<Row> rows = read(file, PathGuard.of(project));
        assertThat(rows.count()).isEqualTo(1);

        Files.delete(file);
        Files.createSymbolicLink(file, secret);

        assertThatThrownBy(() -> read(file, PathGuard.of(project)).collectAsList())
                .hasStackTraceContaining("SLU-303")
                .hasStackTraceContaining("leads to file:" + secret.toRealPath());
    }

    private static Dataset<Row> read(Path file) throws Exception {
        return read(file, PathGuard.anywhere());
    }

    private static Dataset<Row> read(Path file, PathGuard guard) throws Exception {
        return TextSource.read(
                Sources.session(),
                new TextScan(
                        List.of(Sources.file(file)),
                        new CsvFormat(),
                        new FixedOptions(),
                        Sources.columns("id", "name"),
                        guard));
    }
}
