package dev.sluice.spark.database;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a {@link DatabaseQuery}. Until they are fetched, each action of Spark asks the database anew, and may find another
 * state of it. For one thread.
 */
public final class DatabaseRows implements AutoCloseable {
    private final Dataset<Row> asked;
    private final Column[] columns;
    private boolean fetched;
    private Dataset<Row> rows;

    /** @param columns as the query has them, of rows as they are carried */
    DatabaseRows(Dataset<Row> asked, Column[] columns) {
        this.asked = asked;
        this.columns = columns;
        this.rows = asked;
    }

    /**
     * Asks the database once, in one Spark job of one task; from here on {@link #rows} are what it has answered. They stay
     * on the disk of that task: if it is lost, what reads them fails, rather than asking again.
     */
    public void fetch() {
        rows = asked.localCheckpoint(true, StorageLevel.DISK_ONLY());
        fetched = true;
    }

    public Dataset<Row> rows() {
        return rows.select(columns);
    }

    /** Frees what was fetched, which nobody can read any more then. */
    @Override
    public void close() {
        if (fetched && ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan() instanceof LogicalRDD kept) {
            kept.rdd().unpersist(false);
        }
    }
}
