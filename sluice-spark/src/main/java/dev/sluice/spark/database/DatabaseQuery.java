package dev.sluice.spark.database;

import static org.apache.spark.sql.functions.col;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.api.sink.JdbcConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A query that a database answers, in its own SQL. The connection changes nothing.
 *
 * @param zone of times in the query that name none
 * @param location where the query is written
 */
public record DatabaseQuery(
        JdbcConnection connection,
        ZoneId zone,
        String sql,
        @Nullable Location location) {
    /**
     * What the query gives, not yet asked for: only the columns are looked at.
     *
     * @param unreadable a column for the values that could not be read, which are null in their own: null or an array of {@code reason}
     * @param reason code, column, value and message
     * @throws SluiceException {@code DATABASE_UNAVAILABLE}, {@code QUERY_INVALID}, {@code DUPLICATE_COLUMN}
     */
    public DatabaseRows rows(SparkSession session, String unreadable, StructType reason) {
        Dialect dialect = Dialect.of(connection);
        List<SqlColumn> columns = describe(dialect);
        List<Column> decoded = new ArrayList<>();
        columns.forEach(column -> decoded.add(column.decoded()));
        decoded.add(col(unreadable));
        // Of a range Spark would know that it is one partition of one row, and do all the rest in one task, too.
        JavaRDD<Row> asked = JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(List.of(0L), 1)
                .mapPartitions(new ReadQuery(connection, dialect, zone, sql, columns)::call);
        return new DatabaseRows(
                this,
                session.createDataFrame(asked, ReadQuery.schema(columns, unreadable, reason)),
                decoded.toArray(Column[]::new));
    }

    private List<SqlColumn> describe(Dialect dialect) {
        try (Connection open = connect(dialect)) {
            // Without a row; the lines of its own, since the query may end with a comment.
            String none = "SELECT * FROM (\n%s\n) AS sluice_described LIMIT 0".formatted(sql);
            // A text may close the bracket that it does not know of, and begin another statement behind it.
            if (!dialect.isOne(open, sql) || !dialect.isOne(open, none)) {
                throw placed(new SluiceException(DatabaseFailure.refused(connection, "it is more than one statement")));
            }
            try (ResultSet result = ResultRows.of(open, none)) {
                List<SqlColumn> columns = columns(dialect, result);
                refuseDoubled(SqlColumn.names(columns));
                return columns;
            }
        } catch (SQLException e) {
            throw placed(DatabaseFailure.of(connection, e));
        }
    }

    /** The same where it is about the query, with the place of that: on the way from a task it is lost. */
    SluiceException placed(SluiceException failure) {
        return failure.code() == ErrorCode.QUERY_INVALID
                ? new SluiceException(
                        failure.problems().stream()
                                .map(problem -> Problem.at(location, problem.code(), problem.message())
                                        .withHint(DatabaseFailure.HINT))
                                .toList(),
                        failure)
                : failure;
    }

    private void refuseDoubled(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new SluiceException(Problem.at(
                                location,
                                ErrorCode.DUPLICATE_COLUMN,
                                "the query gives two columns '%s'".formatted(name))
                        .withHint("name one of them with AS"));
            }
        }
    }

    private Connection connect(Dialect dialect) {
        try {
            return dialect.openToRead(connection, zone);
        } catch (SQLException e) {
            throw DatabaseFailure.unavailable(connection, e);
        }
    }

    static List<SqlColumn> columns(Dialect dialect, ResultSet result) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<SqlColumn> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(dialect.column(meta, i));
        }
        return columns;
    }
}
