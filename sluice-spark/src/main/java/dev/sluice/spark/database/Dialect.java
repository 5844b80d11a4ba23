package dev.sluice.spark.database;

import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.spark.database.SqlColumn.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Parser;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** What databases do each in its own way. */
public enum Dialect {
    /** Its messages would hold the values of rows. */
    POSTGRESQL(
            "org.postgresql.Driver",
            Map.of("reWriteBatchedInserts", "true", "tcpKeepAlive", "true", "logServerErrorDetail", "false")) {
        @Override
        public String type(SqlColumn column) {
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
        public ColumnCodec codec() {
            return ColumnCodec.TIMES;
        }

        /** Numbers of no stated precision have more digits than a decimal can hold. */
        @Override
        SqlColumn column(ResultSetMetaData meta, int index) throws SQLException {
            String name = meta.getColumnLabel(index);
            return switch (meta.getColumnTypeName(index)) {
                case "bool" -> SqlColumn.of(name, Kind.BOOLEAN);
                case "int2", "int4", "serial", "smallserial" -> SqlColumn.of(name, Kind.INT);
                case "int8", "bigserial", "oid" -> SqlColumn.of(name, Kind.LONG);
                case "float4" -> SqlColumn.of(name, Kind.FLOAT);
                case "float8" -> SqlColumn.of(name, Kind.DOUBLE);
                case "numeric" -> number(name, meta.getPrecision(index), meta.getScale(index));
                case "bytea" -> SqlColumn.of(name, Kind.BINARY);
                case "date" -> SqlColumn.of(name, Kind.DATE);
                case "timestamp" -> SqlColumn.of(name, Kind.TIMESTAMP);
                case "timestamptz" -> SqlColumn.of(name, Kind.INSTANT);
                default -> SqlColumn.of(name, Kind.STRING);
            };
        }

        private SqlColumn number(String name, int precision, int scale) {
            return precision >= 1 && precision <= DecimalType.MAX_PRECISION() && scale >= 0 && scale <= precision
                    ? new SqlColumn(name, Kind.DECIMAL, precision, scale)
                    : SqlColumn.of(name, Kind.STRING);
        }

        /** As the driver divides it, which sends the parts one by one: one may end the transaction that changes nothing. */
        @Override
        boolean isOne(Connection open, String query) throws SQLException {
            boolean standard = open.unwrap(BaseConnection.class).getStandardConformingStrings();
            return Parser.parseJdbcSql(query, standard, false, true, false, false)
                            .size()
                    == 1;
        }

        @Override
        @Nullable
        Object readForeign(ResultSet row, int index, SqlColumn column) throws SQLException {
            try {
                return codec().read(row, index, column);
            } catch (ArithmeticException | DateTimeException e) {
                throw new UnreadableValue(row.getString(index));
            } catch (SQLException e) {
                if (String.valueOf(e.getSQLState()).startsWith(DATA_EXCEPTION)) {
                    throw new UnreadableValue(row.getString(index));
                }
                throw e;
            }
        }

        @Override
        void prepareReading(Connection connection, ZoneId zone) throws SQLException {
            connection.setReadOnly(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TIME ZONE " + zone(zone.normalized()));
            }
        }

        /** By name an offset would be one of POSIX, which counts the other way round. */
        private String zone(ZoneId zone) {
            return zone instanceof ZoneOffset offset && offset != ZoneOffset.UTC
                    ? "INTERVAL '%s' HOUR TO MINUTE".formatted(offset.getId())
                    : "'%s'".formatted(zone instanceof ZoneOffset ? "UTC" : zone.getId());
        }

        @Override
        Map<String, String> readOnly() {
            return Map.of();
        }

        /** What the staging table loses in a crash of the database is written anew; readers' table is logged. */
        @Override
        public String createStaging() {
            return "CREATE UNLOGGED TABLE ";
        }

        @Override
        public String locking() {
            return " FOR UPDATE";
        }

        @Override
        public String differs(List<String> columns) {
            return "(%s) IS DISTINCT FROM (%s)"
                    .formatted(qualified("sluice_old", columns), qualified("excluded", columns));
        }

        @Override
        public int writers() {
            return Integer.MAX_VALUE;
        }
    },
    SQLITE("org.sqlite.JDBC", Map.of("busy_timeout", "60000")) {
        /** Of decimals and times, which SQLite does not have, the text. */
        @Override
        public String type(SqlColumn column) {
            return switch (column.kind()) {
                case BOOLEAN, INT, LONG -> "integer";
                case FLOAT, DOUBLE -> "real";
                case DECIMAL, STRING, DATE, TIMESTAMP, INSTANT -> "text";
                case BINARY -> "blob";
            };
        }

        @Override
        public ColumnCodec codec() {
            return ColumnCodec.TEXTS;
        }

        /** A value may be of another type than its column; where a column has none, or one that only looks so, it is text. */
        @Override
        SqlColumn column(ResultSetMetaData meta, int index) throws SQLException {
            String name = meta.getColumnLabel(index);
            String upper = meta.getColumnTypeName(index).toUpperCase(Locale.ROOT);
            if (upper.equals("BOOLEAN")) {
                return SqlColumn.of(name, Kind.BOOLEAN);
            } else if (upper.contains("INT")) {
                return SqlColumn.of(name, Kind.LONG);
            } else if (upper.contains("REAL") || upper.contains("DOUB") || upper.contains("FLOA")) {
                return SqlColumn.of(name, Kind.DOUBLE);
            } else if (upper.contains("BLOB")) {
                return SqlColumn.of(name, Kind.BINARY);
            }
            return SqlColumn.of(name, Kind.STRING);
        }

        @Override
        @Nullable
        Object readForeign(ResultSet row, int index, SqlColumn column) throws SQLException {
            Object value = row.getObject(index);
            boolean whole = value instanceof Integer || value instanceof Long;
            return switch (column.kind()) {
                case BOOLEAN ->
                    whole && (((Number) value).longValue() | 1) == 1
                            ? (Object) (((Number) value).longValue() == 1)
                            : nothingBut(null, value);
                case LONG -> whole ? (Object) ((Number) value).longValue() : nothingBut(null, value);
                case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : nothingBut(null, value);
                case BINARY -> value instanceof byte[] ? value : nothingBut(null, value);
                default -> value instanceof byte[] ? nothingBut(null, "bytes") : row.getString(index);
            };
        }

        /** Its file is opened so that nothing can change it; all that stands behind a first statement is left out. */
        @Override
        boolean isOne(Connection open, String query) {
            return true;
        }

        private @Nullable Object nothingBut(@Nullable Object nothing, @Nullable Object value) throws UnreadableValue {
            if (value != null) {
                throw new UnreadableValue(value.toString());
            }
            return nothing;
        }

        @Override
        void prepareReading(Connection connection, ZoneId zone) {}

        @Override
        Map<String, String> readOnly() {
            return Map.of(SQLiteConfig.Pragma.OPEN_MODE.pragmaName, String.valueOf(SQLiteOpenMode.READONLY.flag));
        }

        @Override
        public String createStaging() {
            return "CREATE TABLE ";
        }

        /** A writer has the whole database to itself. */
        @Override
        public String locking() {
            return "";
        }

        @Override
        public String differs(List<String> columns) {
            return "(%s) IS NOT (%s)".formatted(qualified("sluice_old", columns), qualified("excluded", columns));
        }

        @Override
        public int writers() {
            return 1;
        }
    };

    /** How the SQL states of values begin that cannot be what they should. */
    private static final String DATA_EXCEPTION = "22";

    private final String driver;
    private final Map<String, String> defaults;

    Dialect(String driver, Map<String, String> defaults) {
        this.driver = driver;
        this.defaults = defaults;
    }

    public static Dialect of(JdbcConnection connection) {
        return connection.url().startsWith("jdbc:sqlite:") ? SQLITE : POSTGRESQL;
    }

    /** How SQL declares such a column. */
    public abstract String type(SqlColumn column);

    public abstract ColumnCodec codec();

    /** How the statement begins that makes a table which nobody but a delivery needs. */
    public abstract String createStaging();

    /** What a query ends with that keeps others from the rows until the transaction ends. */
    public abstract String locking();

    /** A condition of an upsert: whether the row that is there has other values. */
    public abstract String differs(List<String> columns);

    /** How many tasks may write at once. */
    public abstract int writers();

    /** Which column one of a query is, by the name that the database has for its type. */
    abstract SqlColumn column(ResultSetMetaData meta, int index) throws SQLException;

    /** Whether the text is a single statement. */
    abstract boolean isOne(Connection open, String query) throws SQLException;

    /**
     * A value of a query's result; null where it is.
     *
     * @throws UnreadableValue if the value is none that the column can hold here
     */
    abstract @Nullable Object readForeign(ResultSet row, int index, SqlColumn column) throws SQLException;

    /** Has the connection change nothing, and take times that name no zone for those of {@code zone}. */
    abstract void prepareReading(Connection connection, ZoneId zone) throws SQLException;

    /** Properties of a connection that is to change nothing. */
    abstract Map<String, String> readOnly();

    /** A new connection that changes nothing, with a transaction that will begin; the caller closes it. */
    Connection openToRead(JdbcConnection connection, ZoneId zone) throws SQLException {
        Map<String, String> properties = new LinkedHashMap<>(connection.properties());
        properties.putAll(readOnly());
        Connection open = open(new JdbcConnection(connection.name(), connection.url(), properties));
        try {
            prepareReading(open, zone);
            // Else the driver would fetch a whole result at once.
            open.setAutoCommit(false);
            return open;
        } catch (SQLException e) {
            open.close();
            throw e;
        }
    }

    /** A new connection, which the caller closes. */
    public Connection open(JdbcConnection connection) throws SQLException {
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
