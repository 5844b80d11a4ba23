package dev.sluice.api.dataset;

import java.time.ZoneId;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a plug-in of the dataset tier may look at beside the rows. */
public interface DatasetContext {
    /**
     * A table of the project, as it is now.
     *
     * @throws dev.sluice.api.SluiceException if there is none of that name
     */
    Dataset<Row> table(String name);

    /**
     * A file with columns (CSV with a header, JSON Lines, Parquet), from the project's folder on.
     *
     * @throws dev.sluice.api.SluiceException if it may not be read
     */
    Dataset<Row> file(String path);

    /** The pipeline's zone: that of timestamps which carry none. */
    ZoneId zone();
}
