package dev.sluice.testkit.sink;

import dev.sluice.api.Options;
import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.api.sink.Sink;
import dev.sluice.spark.delivery.folder.FolderFormat;
import dev.sluice.spark.delivery.folder.FolderSink;
import dev.sluice.spark.delivery.jdbc.JdbcSink;
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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** The built-in sinks keep what the suite asks for. */
class BuiltInSinksTest {
    @Nested
    class Folder extends SinkContract {
        private static final Pattern DATA = Pattern.compile("\"data\" : \"([^\"]+)\"");

        @Override
        protected Sink plugin() {
            return new FolderSink();
        }

        @Override
        protected Options options() {
            return Options.of(Map.of(FolderSink.PATH, "out", FolderSink.FORMAT, FolderFormat.CSV));
        }

        @Override
        protected List<String> read() throws IOException {
            Path out = folder.resolve("out");
            if (!Files.exists(out.resolve("current.json"))) {
                return List.of();
            }
            Matcher data = DATA.matcher(Files.readString(out.resolve("current.json")));
            List<String> lines = new ArrayList<>();
            if (data.find()) {
                try (Stream<Path> files = Files.list(out.resolve(data.group(1)))) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".csv"))
                            .toList()) {
                        List<String> all = Files.readAllLines(file);
                        lines.addAll(all.subList(Math.min(1, all.size()), all.size()));
                    }
                }
            }
            return lines;
        }
    }

    @Nested
    class Table extends SinkContract {
        @Override
        protected Sink plugin() {
            return new JdbcSink();
        }

        @Override
        protected Options options() {
            return Options.of(Map.of(JdbcSink.CONNECTION, "reports", JdbcSink.TABLE, "orders"));
        }

        @Override
        protected JdbcConnection connection(String name) {
            return new JdbcConnection(name, url(), Map.of());
        }

        private String url() {
            return "jdbc:sqlite:" + folder.resolve("reports.db");
        }

        @Override
        protected List<String> read() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url() + "?busy_timeout=60000");
                    Statement statement = connection.createStatement()) {
                try (ResultSet tables = connection.getMetaData().getTables(null, null, "orders", null)) {
                    if (!tables.next()) {
                        return List.of();
                    }
                }
                List<String> rows = new ArrayList<>();
                try (ResultSet result = statement.executeQuery("SELECT id, coalesce(name, '') FROM orders")) {
                    while (result.next()) {
                        rows.add(result.getLong(1) + "," + result.getString(2));
                    }
                }
                return rows;
            }
        }
    }
}
