package dev.sluice.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spark.source.csv.CsvFormat;
import dev.sluice.spark.source.text.FixedOptions;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveSourceTest {
    @TempDir
    Path folder;

    @Test
    void filesOfAnArchiveAreReadAsFilesWithHeadersOfTheirOwn() throws Exception {
        Path zip = folder.resolve("a.zip");
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream out = new ZipOutputStream(file)) {
            write(out, "x/a.csv", "id,name\n1,Ann\n");
            write(out, "../b.csv", "id,name\n2,Bob\n");
            write(out, "c.csv", "name,id\nCid,3\nDan\n");
        }
        Path plain = Files.writeString(folder.resolve("b.csv"), "id,name\n5,Eve\n");
        TextScan scan = new TextScan(
                List.of(Sources.file(zip), Sources.file(plain)),
                new CsvFormat(),
                new FixedOptions(),
                Sources.columns("id", "name"),
                PathGuard.anywhere());

        List<Row> rows = TextSource.read(Sources.session(), scan)
                .selectExpr(
                        "regexp_extract(_sluice_source_uri, '[^/]*[.]zip.*|b.csv$', 0)",
                        "_sluice_record_no",
                        "_sluice_byte_offset",
                        "id",
                        "name",
                        "_sluice_parse.code")
                .collectAsList();

        assertThat(rows)
                .extracting(Row::toString)
                .containsExactlyInAnyOrder(
                        "[a.zip!/x/a.csv,1,8,1,Ann,null]",
                        "[a.zip!/../b.csv,1,0,null,null,ArraySeq(UNSAFE_ENTRY)]",
                        "[a.zip!/c.csv,1,8,3,Cid,null]",
                        "[a.zip!/c.csv,2,14,null,null,ArraySeq(SHORT_ROW)]",
                        "[b.csv,1,8,5,Eve,null]");
        assertThat(TextSource.headers(Sources.session(), scan))
                .extracting(SourceHeader::names)
                .containsExactly(List.of("id", "name"), List.of("id", "name"));
        assertThat(rows).hasSize((int)
                TextSource.read(Sources.session(), scan.withSplitBytes(100)).count());
    }

    private static void write(ZipOutputStream out, String name, String text) throws Exception {
        out.putNextEntry(new ZipEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
