package dev.sluice.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What tells the rows of a query apart, which stand nowhere: a hash of a row's content, and its number among rows that are
 * equal. Equal rows cannot be told apart by anybody, so it does not matter which of them has which number; so the same state
 * of the tables gives the same identities, in whatever order and on whatever machine Spark makes the rows. The numbers cost
 * a shuffle of the result by its content, and nothing less would do: equal rows may come from anywhere.
 *
 * @param rows with {@link #NUMBER} beside the query's columns
 * @param hash of content and number, as a long
 */
record RowIdentity(Dataset<Row> rows, Column hash) {
    /** From 1 on; 1 for a row that has no equal. */
    static final String NUMBER = "_sluice_number";

    private static final String CONTENT = "_sluice_content";

    static RowIdentity of(Dataset<Row> result) {
        Dataset<Row> hashed = result.withColumn(CONTENT, xxhash64(RowContent.of(result.schema())));
        Dataset<Row> numbered = hashed.withColumn(
                NUMBER, row_number().over(Window.partitionBy(col(CONTENT)).orderBy(col(CONTENT))));
        return new RowIdentity(numbered, xxhash64(col(CONTENT), col(NUMBER)));
    }

    static boolean isOwn(String column) {
        return column.equals(NUMBER) || column.equals(CONTENT);
    }
}
