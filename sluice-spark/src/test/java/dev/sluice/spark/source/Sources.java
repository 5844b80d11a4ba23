package dev.sluice.spark.source;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.spec.SourceColumn;
import dev.sluice.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** What the tests of sources share: the session and ways to write a scan down. */
final class Sources {
    private Sources() {}

    static SparkSession session() {
        return LocalSpark.session();
    }

    static SourceFile file(Path path) throws IOException {
        return new SourceFile(
                path.toUri().toString(),
                Files.size(path),
                "mtime:" + Files.getLastModifiedTime(path).toMillis());
    }

    static List<SourceColumn> columns(String... names) {
        return Arrays.stream(names)
                .map(name -> new SourceColumn(name, List.of(), false, null))
                .toList();
    }
}
