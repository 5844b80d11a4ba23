package dev.sluice.cli;

import dev.sluice.cli.output.ResultRows;
import dev.sluice.cli.session.SparkRows;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Prints what a query gives. Apart from the command, whose class must load without Spark. */
final class QueryPrinter {
    private QueryPrinter() {}

    /**
     * @param limit at most so many rows; 0 for all
     * @return how many were printed if there are more
     */
    static OptionalLong print(Invocation invocation, OpenProject open, String sql, int limit) {
        Dataset<Row> query = open.sluice().query(sql);
        ResultRows rows = SparkRows.first(query, limit == 0 ? Long.MAX_VALUE : limit + 1L);
        Counted counted = new Counted(rows.rows(), limit == 0 ? Long.MAX_VALUE : limit);
        // What fails later must not leave a progress line in the middle of the result.
        boolean any = counted.hasNext();
        open.progress().pause();
        new ResultPrinter(invocation).print(new ResultRows(rows.columns(), counted));
        return any && rows.rows().hasNext() ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    /** The first so many. */
    private static final class Counted implements Iterator<List<@Nullable Object>> {
        private final Iterator<List<@Nullable Object>> rows;
        private long left;

        Counted(Iterator<List<@Nullable Object>> rows, long limit) {
            this.rows = rows;
            this.left = limit;
        }

        @Override
        public boolean hasNext() {
            return left > 0 && rows.hasNext();
        }

        @Override
        public List<@Nullable Object> next() {
            left--;
            return rows.next();
        }
    }
}
