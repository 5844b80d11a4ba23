package dev.sluice.spark.delivery.jdbc;

import dev.sluice.api.sink.SinkState;
import dev.sluice.spark.database.Dialect;
import dev.sluice.spark.database.SqlName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/** The table {@code sluice_delivery}: which state each table of its schema has. */
record StateTable(SqlName table, Dialect dialect) {
    private static final String NAME = "sluice_delivery";

    /**
     * A state, and who has delivered it.
     *
     * @param mode how: after an upsert, rows of others may be there
     */
    record Owned(String owner, JdbcSink.Mode mode, SinkState state) {}

    private String name() {
        return table.beside(NAME).sql();
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    ("CREATE TABLE IF NOT EXISTS %s (target varchar(63) PRIMARY KEY, owner varchar(1000)"
                                    + " NOT NULL, write_mode varchar(20) NOT NULL, delivery varchar(100) NOT NULL, table_uuid varchar(100) NOT NULL, snapshot bigint"
                                    + " NOT NULL, row_count bigint NOT NULL, checksum varchar(100) NOT NULL, delivered_at varchar(40)"
                                    + " NOT NULL)")
                            .formatted(name()));
        } catch (SQLException e) {
            // Of two that create it at once, PostgreSQL refuses one: what counts is whether it is there.
            try {
                read(connection, "");
            } catch (SQLException missing) {
                e.addSuppressed(missing);
                throw e;
            }
        }
    }

    Optional<Owned> read(Connection connection) throws SQLException {
        return read(connection, "");
    }

    /** As {@link #read(Connection)}; until the transaction ends, nobody else changes it. */
    Optional<Owned> lock(Connection connection) throws SQLException {
        return read(connection, dialect.locking());
    }

    private Optional<Owned> read(Connection connection, String locking) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT owner, write_mode, delivery, table_uuid, snapshot, row_count, checksum, delivered_at FROM %s WHERE target = ?"
                                .formatted(name())
                        + locking)) {
            query.setString(1, table.name());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Owned(
                                row.getString(1),
                                JdbcSink.Mode.valueOf(row.getString(2)),
                                new SinkState(
                                        row.getString(3),
                                        row.getString(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getString(7),
                                        Instant.parse(row.getString(8)))))
                        : Optional.empty();
            }
        }
    }

    void write(Connection connection, Owned owned) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM %s WHERE target = ?".formatted(name()))) {
            delete.setString(1, table.name());
            int ignored = delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO %s (target, owner, write_mode, delivery, table_uuid, snapshot, row_count, checksum, delivered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        .formatted(name()))) {
            insert.setString(1, table.name());
            insert.setString(2, owned.owner());
            insert.setString(3, owned.mode().name());
            SinkState state = owned.state();
            insert.setString(4, state.id());
            insert.setString(5, state.table());
            insert.setLong(6, state.snapshot());
            insert.setLong(7, state.rows());
            insert.setString(8, state.checksum());
            insert.setString(9, state.at().toString());
            int ignored = insert.executeUpdate();
        }
    }
}
