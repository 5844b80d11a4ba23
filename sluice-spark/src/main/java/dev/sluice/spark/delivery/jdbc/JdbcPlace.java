package dev.sluice.spark.delivery.jdbc;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.api.sink.SinkContext;
import dev.sluice.api.sink.SinkPlace;
import dev.sluice.api.sink.SinkState;
import dev.sluice.api.sink.StagedState;
import dev.sluice.spark.database.Dialect;
import dev.sluice.spark.database.SqlColumn;
import dev.sluice.spark.database.SqlName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A table of a database. Beside it stand {@code sluice_delivery}, which remembers the state in the transaction that brings
 * it, and staging tables while they are needed.
 */
final class JdbcPlace implements SinkPlace {
    private static final String SQLITE = "jdbc:sqlite:";

    private final JdbcConnection address;
    private final Dialect dialect;
    private final Connection connection;
    private final DeliveryLock lock;
    private final SqlName table;
    /** Of an upsert; else empty. */
    private final List<String> keys;

    private final SinkContext context;
    private final StateTable states;

    private JdbcPlace(
            JdbcConnection address,
            Dialect dialect,
            Connection connection,
            DeliveryLock lock,
            SqlName table,
            List<String> keys,
            SinkContext context) {
        this.address = address;
        this.dialect = dialect;
        this.connection = connection;
        this.lock = lock;
        this.table = table;
        this.keys = List.copyOf(keys);
        this.context = context;
        this.states = new StateTable(table, dialect);
    }

    static JdbcPlace open(JdbcConnection address, SqlName named, List<String> keys, SinkContext context)
            throws Exception {
        Dialect dialect = Dialect.of(address);
        Connection connection = dialect.open(address);
        try {
            SqlName table = whole(connection, dialect, named);
            DeliveryLock lock = dialect == Dialect.SQLITE
                    ? DeliveryLock.ofFile(Path.of(address.url().substring(SQLITE.length())), table)
                    : DeliveryLock.ofConnection(connection, table);
            try {
                JdbcPlace place = new JdbcPlace(address, dialect, connection, lock, table, keys, context);
                place.states.create(connection);
                place.refuseForeign();
                place.dropDead();
                return place;
            } catch (Throwable e) {
                lock.close();
                throw e;
            }
        } catch (Throwable e) {
            connection.close();
            throw e;
        }
    }

    /** With the schema that the connection would look in, so that one table has one name. */
    private static SqlName whole(Connection connection, Dialect dialect, SqlName named) throws SQLException {
        if (named.schema().isPresent() || dialect == Dialect.SQLITE) {
            return named;
        }
        return new SqlName(Optional.ofNullable(connection.getSchema()), named.name());
    }

    /** To replace the rows of somebody else would lose them. */
    private void refuseForeign() throws SQLException {
        Optional<StateTable.Owned> owned = states.read(connection);
        if (owned.isPresent() && !owned.get().owner().equals(context.owner())) {
            throw new SluiceException(
                    ErrorCode.SINK_TAKEN,
                    "the table holds what %s delivers".formatted(owned.get().owner()));
        }
        if (owned.filter(last -> last.mode() == JdbcSink.Mode.REPLACE).isEmpty()
                && mode() == JdbcSink.Mode.REPLACE
                && exists(table)
                && count("SELECT count(*) FROM (SELECT 1 AS one FROM %s LIMIT 1) AS found".formatted(table.sql()))
                        > 0) {
            throw new SluiceException(
                    ErrorCode.SINK_TAKEN,
                    "the table has rows that may be of others, for no delivery has replaced all of them before; they would be lost");
        }
    }

    /** Staging tables of deliveries that are no more: who has the lock is the only one alive. */
    private void dropDead() throws SQLException {
        for (String name : relations(table.staging(), new String[] {"TABLE"})) {
            drop(table.beside(name));
        }
    }

    @Override
    public Optional<SinkState> current() throws SQLException {
        // If somebody has dropped the table, its state is gone with it; after an upsert, rows are there that are gone.
        return exists(table)
                ? states.read(connection).filter(last -> last.mode() == mode()).map(StateTable.Owned::state)
                : Optional.empty();
    }

    @Override
    public StagedState stage(String id, Dataset<Row> rows) throws SQLException {
        List<SqlColumn> columns = SqlColumn.of(rows.schema());
        Optional<StateTable.Owned> before = states.read(connection);
        String name = table.staging() + id.toLowerCase(Locale.ROOT).replace('-', '_');
        SqlName staging = table.beside(name);
        SqlName parts = table.beside(name + "_parts");
        execute(dialect.createStaging() + staging.sql() + " (" + declared(columns) + ")");
        execute(dialect.createStaging() + parts.sql() + " (part integer PRIMARY KEY)");
        List<String> names = SqlColumn.names(columns);
        Dataset<Row> encoded =
                rows.select(columns.stream().map(SqlColumn::encoded).toArray(Column[]::new));
        Dataset<Row> divided = dialect.writers() == 1 ? encoded.coalesce(1) : encoded;
        divided.foreachPartition(new LoadPartition(
                address,
                dialect,
                "INSERT INTO %s (part) VALUES (?) ON CONFLICT DO NOTHING".formatted(parts.sql()),
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(
                                staging.sql(),
                                SqlName.list(names),
                                String.join(", ", names.stream().map(any -> "?").toList())),
                columns));
        return new StagedTable(this, staging, parts, columns, before);
    }

    @Override
    public void close() throws Exception {
        try (connection) {
            lock.close();
        }
    }

    JdbcSink.Mode mode() {
        return keys.isEmpty() ? JdbcSink.Mode.REPLACE : JdbcSink.Mode.UPSERT;
    }

    JdbcConnection address() {
        return address;
    }

    Dialect dialect() {
        return dialect;
    }

    Connection connection() {
        return connection;
    }

    SqlName table() {
        return table;
    }

    List<String> keys() {
        return keys;
    }

    SinkContext context() {
        return context;
    }

    StateTable states() {
        return states;
    }

    /** Columns with their types, as {@code CREATE TABLE} takes them. */
    String declared(List<SqlColumn> columns) {
        return String.join(
                ", ",
                columns.stream()
                        .map(column -> SqlName.quote(column.name()) + " " + dialect.type(column))
                        .toList());
    }

    int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    boolean exists(SqlName name) throws SQLException {
        return relations(name.name(), null).contains(name.name());
    }

    /**
     * The names of the schema's tables, views, indexes and so on that begin so.
     *
     * @param types only these; null for all
     */
    private List<String> relations(String prefix, String @Nullable [] types) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        String escaped = escaped(prefix) + "%";
        List<String> names = new ArrayList<>();
        try (ResultSet found =
                meta.getTables(null, table.schema().map(this::escaped).orElse(null), escaped, types)) {
            while (found.next()) {
                String name = found.getString("TABLE_NAME");
                if (name.startsWith(prefix)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** Names of the table's columns, as the database spells them. */
    List<String> columnsOfTable() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table.sql() + " WHERE 1 = 0")) {
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                names.add(none.getMetaData().getColumnName(i));
            }
        }
        return names;
    }

    /** Columns of a table and their types, as the database calls them. */
    List<String> types(SqlName of, List<String> columns) throws SQLException {
        List<String> types = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(
                        "SELECT %s FROM %s WHERE 1 = 0".formatted(SqlName.list(columns), of.sql()))) {
            ResultSetMetaData meta = none.getMetaData();
            for (int i = 1; i <= columns.size(); i++) {
                types.add("%s %s(%d,%d)"
                        .formatted(
                                columns.get(i - 1), meta.getColumnTypeName(i), meta.getPrecision(i), meta.getScale(i)));
            }
        }
        return types;
    }

    void drop(SqlName name) throws SQLException {
        execute("DROP TABLE IF EXISTS " + name.sql());
    }

    private String escaped(String name) {
        try {
            String escape = connection.getMetaData().getSearchStringEscape();
            return name.replace(escape, escape + escape)
                    .replace("_", escape + "_")
                    .replace("%", escape + "%");
        } catch (SQLException e) {
            return name;
        }
    }
}
