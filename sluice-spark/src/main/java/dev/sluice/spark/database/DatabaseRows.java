package dev.sluice.spark.database;

import dev.sluice.api.SluiceException;
import dev.sluice.spark.sink.JobFailure;
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
    private final DatabaseQuery query;
    private final Dataset<Row> asked;
    private final Column[] columns;
    private boolean fetched;
    private Dataset<Row> rows;

    /** @param columns as the query has them, of rows as they are carried */
    DatabaseRows(DatabaseQuery query, Dataset<Row> asked, Column[] columns) {
        this.query = query;
        this.asked = asked;
        this.columns = columns;
        this.rows = asked;
    }

    /**
     * Asks the database once, in one Spark job of one task; from here on {@link #rows} are what it has answered. They stay
     * on the disk of that task: if it is lost, what reads them fails, rather than asking again.
     *
     * @throws SluiceException {@code DATABASE_UNAVAILABLE}, {@code QUERY_INVALID}, {@code JOB_FAILED}
     */
    public void fetch() {
        try {
            rows = JobFailure.mapped(() -> asked.localCheckpoint(true, StorageLevel.DISK_ONLY()));
        } catch (SluiceException e) {
            throw query.placed(e);
        }
        fetched = true;
    }

    public Dataset<Row> rows() {
        return rows.select(columns);
    }

    /** Frees what was fetched, which nobody can read any more then. */
    @Override
    public void close() {
        if (fetched && ((org.apache.spark.sql.classic.Dataset<Row>) rows).logicalPlan() instanceof LogicalRDD kept) {
            // By the RDD itself Spark would warn that nobody can make it anew.
            rows.sparkSession().sparkContext().unpersistRDD(kept.rdd().id(), false);
        }
    }
}
