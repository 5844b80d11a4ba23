package dev.sluice.spark.delivery;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeSet;

/** A consumer of a table of a database. */
record TableReader(String url) implements StateReader {
    private static final String COUNTED = "SELECT version, count(*) FROM orders GROUP BY version";

    Connection open() throws SQLException {
        return url.startsWith("jdbc:postgresql")
                ? DriverManager.getConnection(url, "postgres", "")
                : DriverManager.getConnection(url + "?busy_timeout=60000");
    }

    @Override
    public State read() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "orders", new String[] {"TABLE"})) {
                if (!tables.next()) {
                    return State.NONE;
                }
            }
            try (ResultSet result = statement.executeQuery(COUNTED)) {
                int rows = 0;
                TreeSet<String> versions = new TreeSet<>();
                while (result.next()) {
                    versions.add(result.getString(1));
                    rows += result.getInt(2);
                }
                return new State(rows, versions);
            }
        }
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String value(String sql) throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "";
        }
    }
}
