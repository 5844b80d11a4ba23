package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.spark.expression.EpochMicros;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/**
 * Which rows of a table a run puts its own in the place of: those of one window.
 *
 * @param column a column of type timestamp by whose values the table is partitioned
 * @param value what the column has in them
 * @param alone whether the run has no rows of other windows; late rows are added to theirs
 * @param since the table's snapshot when the run looked what the window holds; empty if it had none
 */
public record ReplacedRows(String column, Instant value, boolean alone, OptionalLong since) implements Replaced {
    /** Of a run that has rows of this window only. */
    public ReplacedRows(String column, Instant value, OptionalLong since) {
        this(column, value, true, since);
    }

    public ReplacedRows {
        requireNonNull(column, "column");
        requireNonNull(value, "value");
        requireNonNull(since, "since");
    }

    Expression filter() {
        return Expressions.equal(column, EpochMicros.of(value));
    }
}
