package dev.sluice.spark.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/** The rows of a result, fetched as they are asked for. For one thread. */
final class ResultRows implements Iterator<Row> {
    private static final int FETCH = 5000;

    private final ResultSet result;
    private final Reading reading;
    private final Function<SQLException, RuntimeException> failure;
    private boolean looked;
    private boolean there;

    /**
     * @param reading of the row at which the result stands
     * @param failure what is thrown where the database fails
     */
    ResultRows(ResultSet result, Reading reading, Function<SQLException, RuntimeException> failure) {
        this.result = result;
        this.reading = reading;
        this.failure = failure;
    }

    /** @param open a connection that does not commit by itself: with others PostgreSQL gives the whole result at once */
    static ResultSet of(Connection open, String query) throws SQLException {
        Statement statement = open.createStatement();
        statement.setFetchSize(FETCH);
        return statement.executeQuery(query);
    }

    /** Closes the connection when the task of this thread ends. */
    static void closeWithTask(Connection open) {
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(open));
    }

    private static void close(Connection open) {
        try {
            open.close();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot close the connection: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean hasNext() {
        if (!looked) {
            try {
                there = result.next();
            } catch (SQLException e) {
                throw failure.apply(e);
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
        try {
            return reading.row(result);
        } catch (SQLException e) {
            throw failure.apply(e);
        }
    }

    /** Makes a row of the one at which a result stands. */
    @FunctionalInterface
    interface Reading {
        Row row(ResultSet result) throws SQLException;
    }
}
