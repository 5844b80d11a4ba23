package dev.sluice.spark.database;

import dev.sluice.api.sink.JdbcConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Reads what a query gives, in one task, as rows of {@link SqlColumn#encodedSchema}. */
public record ReadTable(JdbcConnection connection, Dialect dialect, String query, List<SqlColumn> columns)
        implements MapPartitionsFunction<Long, Row> {
    public ReadTable {
        columns = List.copyOf(columns);
    }

    @Override
    public Iterator<Row> call(Iterator<Long> ignored) throws SQLException {
        Connection open = dialect.open(connection);
        ResultRows.closeWithTask(open);
        // Else the driver would fetch the whole result at once.
        open.setAutoCommit(false);
        return new ResultRows(
                ResultRows.of(open, query),
                this::row,
                e -> new IllegalStateException("Cannot read back: " + e.getMessage(), e));
    }

    private Row row(ResultSet result) throws SQLException {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = dialect.codec().read(result, i + 1, columns.get(i));
        }
        return RowFactory.create(values);
    }
}
