package dev.sluice.spark.plan;

import dev.sluice.api.SluiceException;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the rows are in which keys are looked up. */
public interface OtherRows {
    /**
     * A table of the project.
     *
     * @throws SluiceException if there is none of that name
     */
    Dataset<Row> table(String name);

    /** The target table; empty where it has not been made yet. */
    Optional<Dataset<Row>> target();

    /**
     * A file with columns.
     *
     * @param path from the project's folder on
     * @throws SluiceException if it cannot be read
     */
    Dataset<Row> file(String path);

    /** Whether keys may be counted now, which runs jobs; otherwise only what is asked for is examined. */
    boolean mayRunJobs();
}
