package dev.sluice.spark.run;

import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Row;

/** Timestamps of rows, which are of one class or another as the session is set. */
final class RowTime {
    private RowTime() {}

    static Instant at(Row row, int column) {
        return row.get(column) instanceof Timestamp timestamp ? timestamp.toInstant() : row.getAs(column);
    }
}
