package dev.sluice.api;

import org.apache.spark.sql.Column;

/**
 * Compiled expressions beyond Spark's own. None throws on any value: what cannot be converted gives null, and null
 * gives null.
 */
public interface ColumnFunctions {
    /**
     * An SQL expression over columns, with a value of null where its evaluation fails.
     *
     * @see #fails
     */
    Column sql(String expression);

    /** True where the evaluation of the SQL expression fails; never null. Cheap where {@link #sql} is not null. */
    Column fails(String expression);

    /** The text of the failure, null where there is none. Meant for {@code detail}: evaluates anew. */
    Column failureText(String expression);
}
