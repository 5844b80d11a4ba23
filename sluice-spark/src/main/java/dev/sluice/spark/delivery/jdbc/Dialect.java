package dev.sluice.spark.delivery.jdbc;

import dev.sluice.api.sink.JdbcConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What databases do each in its own way. */
enum Dialect {
    /** Its messages would hold the values of rows. */
    POSTGRESQL(
            "org.postgresql.Driver",
            Map.of("reWriteBatchedInserts", "true", "tcpKeepAlive", "true", "logServerErrorDetail", "false")) {
        @Override
        String type(SqlColumn column) {
            return switch (column.kind()) {
                case BOOLEAN -> "boolean";
                case INT -> "integer";
                case LONG -> "bigint";
                case FLOAT -> "real";
                case DOUBLE -> "double precision";
                case DECIMAL -> "numeric(%d,%d)".formatted(column.precision(), column.scale());
                case STRING -> "text";
                case BINARY -> "bytea";
                case DATE -> "date";
                case TIMESTAMP -> "timestamp";
                case INSTANT -> "timestamptz";
            };
        }

        @Override
        ColumnCodec codec() {
            return ColumnCodec.TIMES;
        }

        /** What the staging table loses in a crash of the database is written anew; readers' table is logged. */
        @Override
        String createStaging() {
            return "CREATE UNLOGGED TABLE ";
        }

        @Override
        String locking() {
            return " FOR UPDATE";
        }

        @Override
        String differs(List<String> columns) {
            return "(%s) IS DISTINCT FROM (%s)"
                    .formatted(qualified("sluice_old", columns), qualified("excluded", columns));
        }

        @Override
        int writers() {
            return Integer.MAX_VALUE;
        }
    },
    SQLITE("org.sqlite.JDBC", Map.of("busy_timeout", "60000")) {
        /** Of decimals and times, which SQLite does not have, the text. */
        @Override
        String type(SqlColumn column) {
            return switch (column.kind()) {
                case BOOLEAN, INT, LONG -> "integer";
                case FLOAT, DOUBLE -> "real";
                case DECIMAL, STRING, DATE, TIMESTAMP, INSTANT -> "text";
                case BINARY -> "blob";
            };
        }

        @Override
        ColumnCodec codec() {
            return ColumnCodec.TEXTS;
        }

        @Override
        String createStaging() {
            return "CREATE TABLE ";
        }

        /** A writer has the whole database to itself. */
        @Override
        String locking() {
            return "";
        }

        @Override
        String differs(List<String> columns) {
            return "(%s) IS NOT (%s)".formatted(qualified("sluice_old", columns), qualified("excluded", columns));
        }

        @Override
        int writers() {
            return 1;
        }
    };

    private final String driver;
    private final Map<String, String> defaults;

    Dialect(String driver, Map<String, String> defaults) {
        this.driver = driver;
        this.defaults = defaults;
    }

    static Dialect of(JdbcConnection connection) {
        return connection.url().startsWith("jdbc:sqlite:") ? SQLITE : POSTGRESQL;
    }

    /** How SQL declares such a column. */
    abstract String type(SqlColumn column);

    abstract ColumnCodec codec();

    /** How the statement begins that makes a table which nobody but a delivery needs. */
    abstract String createStaging();

    /** What a query ends with that keeps others from the rows until the transaction ends. */
    abstract String locking();

    /** A condition of an upsert: whether the row that is there has other values. */
    abstract String differs(List<String> columns);

    /** How many tasks may write at once. */
    abstract int writers();

    /** A new connection, which the caller closes. */
    Connection open(JdbcConnection connection) throws SQLException {
        try {
            // A driver that another class loader has found registers itself only when it is asked for.
            Class<?> ignored = Class.forName(driver);
        } catch (ClassNotFoundException e) {
            throw new SQLException("the driver %s is not on the class path".formatted(driver), e);
        }
        Map<String, String> properties = new LinkedHashMap<>(defaults);
        properties.putAll(connection.properties());
        return new JdbcConnection(connection.name(), connection.url(), properties).open();
    }

    private static String qualified(String table, List<String> columns) {
        return String.join(
                ", ",
                columns.stream()
                        .map(column -> table + "." + SqlName.quote(column))
                        .toList());
    }
}
