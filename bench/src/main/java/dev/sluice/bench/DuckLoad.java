package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** DuckDB in the same process: the same checks, good and bad rows to Parquet files, no table format and no commit. */
final class DuckLoad implements Contestant, AutoCloseable {
    private final Path folder;
    private final Workload workload;
    private final Path file;
    private final Connection connection;

    DuckLoad(Path folder, Workload workload, Path file) throws IOException, SQLException {
        this.folder = Files.createDirectories(folder);
        this.workload = workload;
        this.file = file;
        this.connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET threads = " + LocalSpark.CORES, "SET preserve_insertion_order = false", "SET TimeZone = 'UTC'");
    }

    @Override
    public String name() {
        return "duckdb";
    }

    private Path good(int round) {
        return folder.resolve("good_" + round + ".parquet");
    }

    private Path bad(int round) {
        return folder.resolve("bad_" + round + ".parquet");
    }

    @Override
    public void load(int round) throws SQLException {
        execute(
                "CREATE TEMP TABLE checked AS " + checked(),
                copy(goodRows(), good(round)),
                copy(badRows(), bad(round)));
    }

    /** Short rows go to DuckDB's own table of rejects, once for each column they lack. The others are kept with their texts, values and reasons. */
    private String checked() {
        String columns = workload.header().stream()
                .map(name -> "'%s': 'VARCHAR'".formatted(name))
                .collect(Collectors.joining(", "));
        String values = workload.fields().stream().map(DuckLoad::value).collect(Collectors.joining(", "));
        return """
                WITH source AS (SELECT * FROM read_csv('%s', header = true, auto_detect = false, delim = ',', quote = '"',
                       columns = {%s}, ignore_errors = true, store_rejects = true, rejects_table = 'short_rows',
                       rejects_scan = 'short_scans', rejects_limit = 0)),
                     converted AS (SELECT *, %s FROM source)
                SELECT *, CASE WHEN %s THEN list_filter([%s], reason -> reason IS NOT NULL) END AS reasons FROM converted
                """.formatted(
                file,
                columns,
                values,
                reasons().stream().map(r -> "coalesce(" + r.when() + ", false)").collect(Collectors.joining(" OR ")),
                reasons().stream().map(Reason::text).collect(Collectors.joining(", ")));
    }

    private record Reason(String when, String code) {
        String text() {
            return "CASE WHEN %s THEN '%s' END".formatted(when, code);
        }
    }

    private List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>();
        workload.fields().stream()
                .filter(field -> !field.isText())
                .forEach(field -> reasons.add(new Reason(
                        "%s IS NOT NULL AND v_%s IS NULL".formatted(field.name(), field.name()),
                        "NOT_A_" + field.type())));
        workload.required()
                .forEach(name -> reasons.add(new Reason("v_%s IS NULL".formatted(name), "REQUIRED " + name)));
        reasons.add(new Reason(
                "v_level NOT IN (%s)"
                        .formatted(
                                Workload.LEVELS.stream().map(l -> "'" + l + "'").collect(Collectors.joining(", "))),
                "NOT_IN_ENUM"));
        workload.checks()
                .forEach(rule -> reasons.add(
                        new Reason("NOT (%s)".formatted(rule.condition("v_" + rule.column())), rule.name())));
        return reasons;
    }

    private static String value(Field field) {
        return switch (field.name()) {
            case "firstName" -> "split_part(name, ' ', 1) AS v_firstName";
            case "lastName" -> "split_part(name, ' ', 2) AS v_lastName";
            default ->
                field.isText()
                        ? "%s AS v_%s".formatted(field.name(), field.name())
                        : "try_cast(%s AS %s) AS v_%s".formatted(field.name(), field.sqlType(), field.name());
        };
    }

    private String goodRows() {
        return "SELECT %s FROM checked WHERE reasons IS NULL"
                .formatted(workload.fields().stream()
                        .map(field -> "v_%s AS %s".formatted(field.name(), field.name()))
                        .collect(Collectors.joining(", ")));
    }

    private String badRows() {
        String texts = String.join(", ", workload.header());
        String nulls = workload.header().stream().map(name -> "NULL").collect(Collectors.joining(", "));
        return """
                SELECT NULL AS raw, %s, reasons FROM checked WHERE reasons IS NOT NULL
                UNION ALL SELECT any_value(csv_line), %s, ['SHORT_ROW'] FROM short_rows GROUP BY line
                """.formatted(texts, nulls);
    }

    private static String copy(String rows, Path to) {
        return "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(rows, to);
    }

    @Override
    public Counts counts(int round) throws SQLException {
        return new Counts(rows(good(round)), rows(bad(round)));
    }

    private long rows(Path parquet) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM '%s'".formatted(parquet))) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public Counts expected() {
        return workload.expected();
    }

    @Override
    public void discard(int round) throws IOException, SQLException {
        execute("DROP TABLE checked", "DROP TABLE short_rows", "DROP TABLE short_scans");
        Files.delete(good(round));
        Files.delete(bad(round));
    }

    private void execute(String... commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
