package dev.sluice.spark.delivery.jdbc;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.SinkState;
import dev.sluice.api.sink.StagedState;
import dev.sluice.spark.database.ReadTable;
import dev.sluice.spark.database.SqlColumn;
import dev.sluice.spark.database.SqlName;
import dev.sluice.spark.delivery.DeliveryContext;
import dev.sluice.spark.delivery.DeliveryObserver;
import dev.sluice.spark.delivery.DeliveryStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows in a staging table, and the transaction that brings them to where readers look. */
final class StagedTable implements StagedState {
    private static final Logger LOG = LoggerFactory.getLogger(StagedTable.class);

    private final JdbcPlace place;
    private final SqlName staging;
    private final SqlName parts;
    private final List<SqlColumn> columns;
    private final Optional<StateTable.Owned> before;
    private final DeliveryObserver observer;

    StagedTable(
            JdbcPlace place,
            SqlName staging,
            SqlName parts,
            List<SqlColumn> columns,
            Optional<StateTable.Owned> before) {
        this.place = place;
        this.staging = staging;
        this.parts = parts;
        this.columns = List.copyOf(columns);
        this.before = before;
        this.observer = DeliveryContext.observer(place.context());
    }

    @Override
    public Dataset<Row> rows() {
        MapPartitionsFunction<Long, Row> read = new ReadTable(
                place.address(),
                place.dialect(),
                "SELECT %s FROM %s".formatted(SqlName.list(SqlColumn.names(columns)), staging.sql()),
                columns);
        return place.context()
                .session()
                .range(0, 1, 1, 1)
                .mapPartitions(read, Encoders.row(SqlColumn.encodedSchema(columns)))
                .select(columns.stream().map(SqlColumn::decoded).toArray(Column[]::new));
    }

    @Override
    public void publish(SinkState state) throws SQLException {
        Connection connection = place.connection();
        connection.setAutoCommit(false);
        try {
            observer.before(DeliveryStep.RECORD);
            if (!place.states().lock(connection).equals(before)) {
                throw new SluiceException(ErrorCode.SINK_BUSY, "another delivery has changed the table meanwhile");
            }
            prepareTable();
            if (place.keys().isEmpty()) {
                replace(state);
            } else {
                upsert();
            }
            verifyConverted();
            place.states()
                    .write(connection, new StateTable.Owned(place.context().owner(), place.mode(), state));
            observer.after(DeliveryStep.RECORD);
            observer.before(DeliveryStep.PUBLISH);
            connection.commit();
            observer.after(DeliveryStep.PUBLISH);
        } catch (Throwable e) {
            rollBack(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
    }

    /** To leave a transaction in any other way could commit a part of it. */
    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Makes the table where it is missing, and columns that it does not have yet. */
    private void prepareTable() throws SQLException {
        if (!place.exists(place.table())) {
            String primary = place.keys().isEmpty() ? "" : ", PRIMARY KEY (" + SqlName.list(place.keys()) + ")";
            place.execute("CREATE TABLE %s (%s%s)".formatted(place.table().sql(), place.declared(columns), primary));
            return;
        }
        List<String> there = place.columnsOfTable();
        for (SqlColumn column : columns) {
            if (!there.contains(column.name())) {
                place.execute(
                        "ALTER TABLE %s ADD COLUMN %s".formatted(place.table().sql(), place.declared(List.of(column))));
            }
        }
    }

    /**
     * Readers go on with the rows that they began with, and nothing but rows changes: grants, indexes, views and triggers
     * stay. A truncation or another table of the same name would look empty to who has begun before.
     */
    private void replace(SinkState state) throws SQLException {
        int ignored = place.execute("DELETE FROM " + place.table().sql());
        long inserted = place.execute("INSERT INTO %s (%s) SELECT %s FROM %s"
                .formatted(place.table().sql(), names(), names(), staging.sql()));
        if (inserted != state.rows()) {
            throw new SluiceException(
                    ErrorCode.DELIVERY_UNVERIFIED,
                    "%,d rows were to be delivered, and %,d came into the table".formatted(state.rows(), inserted));
        }
    }

    /** Only rows that are not as they should be are written. */
    private void upsert() throws SQLException {
        String keys = SqlName.list(place.keys());
        refuseAmbiguous(keys);
        List<String> others = SqlColumn.names(columns).stream()
                .filter(name -> !place.keys().contains(name))
                .toList();
        String action = others.isEmpty()
                ? "NOTHING"
                : "UPDATE SET %s WHERE %s"
                        .formatted(
                                String.join(
                                        ", ",
                                        others.stream()
                                                .map(SqlName::quote)
                                                .map(name -> name + " = excluded." + name)
                                                .toList()),
                                place.dialect().differs(others));
        // Without WHERE, SQLite would take ON for a condition of a join.
        int ignored =
                place.execute("INSERT INTO %s AS sluice_old (%s) SELECT %s FROM %s WHERE 1 = 1 ON CONFLICT (%s) DO %s"
                        .formatted(place.table().sql(), names(), names(), staging.sql(), keys, action));
    }

    /** A table that others have made may have types that round what they are given. */
    private void verifyConverted() throws SQLException {
        List<String> names = SqlColumn.names(columns);
        if (place.types(place.table(), names).equals(place.types(staging, names))) {
            return;
        }
        String back = String.join(
                ", ",
                columns.stream()
                        .map(column -> "CAST(%s AS %s)"
                                .formatted(
                                        SqlName.quote(column.name()),
                                        place.dialect().type(column)))
                        .toList());
        long lost = place.count("SELECT count(*) FROM (SELECT %s FROM %s EXCEPT SELECT %s FROM %s) AS lost"
                .formatted(names(), staging.sql(), back, place.table().sql()));
        if (lost > 0) {
            throw new SluiceException(
                    ErrorCode.DELIVERY_UNVERIFIED,
                    "%,d rows are other ones in the table, whose columns have types of their own: %s"
                            .formatted(lost, String.join(", ", place.types(place.table(), names))));
        }
    }

    /** Of two rows with one key, the database would take any. */
    private void refuseAmbiguous(String keys) throws SQLException {
        long twice =
                place.count("SELECT count(*) FROM (SELECT 1 AS one FROM %s GROUP BY %s HAVING count(*) > 1) AS twice"
                        .formatted(staging.sql(), keys));
        long none = place.count("SELECT count(*) FROM %s WHERE %s"
                .formatted(
                        staging.sql(),
                        String.join(
                                " OR ",
                                place.keys().stream()
                                        .map(SqlName::quote)
                                        .map(key -> key + " IS NULL")
                                        .toList())));
        if (twice > 0 || none > 0) {
            throw new SluiceException(
                    ErrorCode.SINK_INVALID,
                    "%,d keys (%s) are there more than once, and %,d rows have a key that is null"
                            .formatted(twice, String.join(", ", place.keys()), none));
        }
    }

    private String names() {
        return SqlName.list(SqlColumn.names(columns));
    }

    /** What cannot be dropped is no state, and is dropped by the next delivery. */
    @Override
    public void close() {
        observer.before(DeliveryStep.CLEAN);
        try {
            place.drop(staging);
            place.drop(parts);
        } catch (SQLException e) {
            LOG.warn("The staging table {} stays", staging, e);
        }
        observer.after(DeliveryStep.CLEAN);
    }
}
