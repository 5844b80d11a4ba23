package dev.sluice.spark.delivery;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import dev.sluice.spark.source.RowContent;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * How many rows there are, and the sum of a 64-bit hash of each, nulls told from all values: the same for the same rows in
 * any order, another one if a row is missing, is there twice, or has another value.
 */
record RowTally(long rows, String checksum) {
    private static final String HASH = "_sluice_hash";

    /** Reads them all. */
    static RowTally of(Dataset<Row> rows) {
        Column hash = xxhash64(RowContent.of(rows.schema()));
        Row result = rows.select(hash.as(HASH))
                .agg(count(lit(1)), sum(col(HASH).cast("decimal(20,0)")))
                .first();
        BigDecimal sum = result.getDecimal(1);
        return new RowTally(
                result.getLong(0), sum == null ? "0" : sum.toBigInteger().toString());
    }

    /** The same columns in the order of another frame, by name. */
    static Dataset<Row> arranged(Dataset<Row> rows, Dataset<Row> like) {
        return rows.select(Arrays.stream(like.schema().fields())
                .map(StructField::name)
                .map(name -> col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new));
    }
}
