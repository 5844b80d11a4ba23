package dev.sluice.spark.database;

import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.JdbcConnection;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a query of somebody else's tables gives, in one task and one statement, which sees one state of them: rows of
 * {@link SqlColumn#encodedSchema}, and a last column with what could not be read.
 *
 * @param zone of times in the query that name none
 */
record ReadQuery(JdbcConnection connection, Dialect dialect, ZoneId zone, String query, List<SqlColumn> columns)
        implements Serializable {
    ReadQuery {
        columns = List.copyOf(columns);
    }

    /** Of the rows. */
    static StructType schema(List<SqlColumn> columns, String unreadable, StructType reason) {
        return SqlColumn.encodedSchema(columns).add(unreadable, ArrayType.apply(reason, false), true);
    }

    /** @throws SluiceException {@code DATABASE_UNAVAILABLE}, {@code QUERY_INVALID}; so do the rows when they are asked for */
    Iterator<Row> call(Iterator<Long> ignored) {
        Connection open = open();
        ResultRows.closeWithTask(open);
        try {
            ResultSet result = ResultRows.of(open, query);
            if (!SqlColumn.names(DatabaseQuery.columns(dialect, result)).equals(SqlColumn.names(columns))) {
                throw new SluiceException(
                        List.of(DatabaseFailure.refused(connection, "it gives other columns than when the run began")));
            }
            return new ResultRows(result, this::row, e -> DatabaseFailure.of(connection, e));
        } catch (SQLException e) {
            throw DatabaseFailure.of(connection, e);
        }
    }

    private Connection open() {
        try {
            return dialect.openToRead(connection, zone);
        } catch (SQLException e) {
            throw DatabaseFailure.unavailable(connection, e);
        }
    }

    private Row row(ResultSet result) throws SQLException {
        @Nullable Object[] values = new Object[columns.size() + 1];
        List<Row> unreadable = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            SqlColumn column = columns.get(i);
            try {
                values[i] = dialect.readForeign(result, i + 1, column);
            } catch (UnreadableValue e) {
                unreadable.add(RowFactory.create(
                        ReasonCode.UNREADABLE_VALUE.name(),
                        column.name(),
                        e.text(),
                        "%s is no %s in the database"
                                .formatted(column.name(), column.kind().name().toLowerCase(Locale.ROOT))));
            }
        }
        if (!unreadable.isEmpty()) {
            values[columns.size()] = unreadable.toArray(Row[]::new);
        }
        return RowFactory.create(values);
    }
}
