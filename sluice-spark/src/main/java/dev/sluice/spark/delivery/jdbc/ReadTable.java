package dev.sluice.spark.delivery.jdbc;

import dev.sluice.api.sink.JdbcConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/** Reads what a query gives, in one task, as rows of {@link SqlColumn#encodedSchema}. */
record ReadTable(JdbcConnection connection, Dialect dialect, String query, List<SqlColumn> columns)
        implements MapPartitionsFunction<Long, Row> {
    private static final int FETCH = 5000;

    ReadTable {
        columns = List.copyOf(columns);
    }

    @Override
    public Iterator<Row> call(Iterator<Long> ignored) throws SQLException {
        Connection open = dialect.open(connection);
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(open));
        // Else the driver would fetch the whole result at once.
        open.setAutoCommit(false);
        Statement statement = open.createStatement();
        statement.setFetchSize(FETCH);
        return new Rows(statement.executeQuery(query));
    }

    private static void close(Connection open) {
        try {
            open.close();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot close the connection: " + e.getMessage(), e);
        }
    }

    private final class Rows implements Iterator<Row> {
        private final ResultSet result;
        private boolean looked;
        private boolean there;

        private Rows(ResultSet result) {
            this.result = result;
        }

        @Override
        public boolean hasNext() {
            if (!looked) {
                try {
                    there = result.next();
                } catch (SQLException e) {
                    throw new IllegalStateException("Cannot read back: " + e.getMessage(), e);
                }
                looked = true;
            }
            return there;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            looked = false;
            Object[] values = new Object[columns.size()];
            try {
                for (int i = 0; i < values.length; i++) {
                    values[i] = dialect.codec().read(result, i + 1, columns.get(i));
                }
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot read back: " + e.getMessage(), e);
            }
            return RowFactory.create(values);
        }
    }
}
