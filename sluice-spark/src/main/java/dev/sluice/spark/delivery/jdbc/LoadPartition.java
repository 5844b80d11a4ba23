package dev.sluice.spark.delivery.jdbc;

import dev.sluice.api.sink.JdbcConnection;
import dev.sluice.spark.database.Dialect;
import dev.sluice.spark.database.SqlColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;

/**
 * Loads one task's rows in one transaction, which begins by noting the task's number: an attempt that comes after one which
 * was committed, or beside one that will be, does nothing.
 *
 * @param note of the number; changes no row if it is noted already
 * @param insert of a row, by the columns in their order
 */
record LoadPartition(JdbcConnection connection, Dialect dialect, String note, String insert, List<SqlColumn> columns)
        implements ForeachPartitionFunction<Row> {
    private static final int BATCH = 1000;

    LoadPartition {
        columns = List.copyOf(columns);
    }

    @Override
    public void call(Iterator<Row> rows) throws SQLException {
        try (Connection open = dialect.open(connection)) {
            open.setAutoCommit(false);
            try (PreparedStatement number = open.prepareStatement(note)) {
                number.setInt(1, TaskContext.getPartitionId());
                if (number.executeUpdate() == 0) {
                    open.rollback();
                    return;
                }
            }
            try (PreparedStatement statement = open.prepareStatement(insert)) {
                int pending = 0;
                while (rows.hasNext()) {
                    Row row = rows.next();
                    for (int i = 0; i < columns.size(); i++) {
                        dialect.codec().bind(statement, i + 1, columns.get(i), row.get(i));
                    }
                    statement.addBatch();
                    if (++pending == BATCH) {
                        int[] ignored = statement.executeBatch();
                        pending = 0;
                    }
                }
                if (pending > 0) {
                    int[] ignored = statement.executeBatch();
                }
            }
            open.commit();
        }
    }
}
