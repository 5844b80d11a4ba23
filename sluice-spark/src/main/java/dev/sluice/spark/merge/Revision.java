package dev.sluice.spark.merge;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What changes make of the rows of a table. */
interface Revision extends AutoCloseable {
    /**
     * The files that hold rows that may be changed.
     *
     * @param target rows of the table
     * @return one column, the path; may come several times
     */
    Dataset<Row> concerned(Dataset<Row> target);

    /**
     * The rows that take the place of those of the files.
     *
     * @param before all rows of the files
     * @return as {@link dev.sluice.spark.sink.RowsWrite} writes them
     */
    Dataset<Row> rewritten(Dataset<Row> before);

    @Override
    default void close() {}
}
