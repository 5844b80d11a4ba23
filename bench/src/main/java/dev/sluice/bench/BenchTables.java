package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The Iceberg tables of contestants, in namespace {@code bench} of catalog {@code sluice}. */
final class BenchTables {
    private BenchTables() {}

    /** Makes an empty table with the properties that Sluice gives its own. */
    static void create(SparkSession session, String table, List<String> columns) {
        session.sql("""
                CREATE TABLE sluice.bench.%s (%s) USING iceberg TBLPROPERTIES (
                  'format-version' = '2', 'write.format.default' = 'parquet', 'write.parquet.compression-codec' = 'zstd')
                """.formatted(table, String.join(", ", columns)));
    }

    static String definition(Field field) {
        return field.name() + " " + field.sqlType();
    }

    static long rows(SparkSession session, String table) {
        return session.sql("SELECT count(*) FROM sluice.bench." + table).first().getLong(0);
    }

    /** Drops tables with all their files. */
    static void drop(SparkSession session, String... tables) throws IOException {
        for (String table : tables) {
            String location = session.sql("DESCRIBE TABLE EXTENDED sluice.bench." + table)
                    .where("col_name = 'Location'")
                    .first()
                    .getString(1);
            session.sql("DROP TABLE sluice.bench." + table);
            delete(Path.of(location.replaceFirst("^file:/*", "/")));
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
