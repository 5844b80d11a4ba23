package dev.sluice.api.dataset;

import dev.sluice.api.Options;
import dev.sluice.api.ValidatorPlugin;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A rule about rows that must be seen together, as the target will have them. */
public interface DatasetValidator extends ValidatorPlugin, DatasetPlugin {
    /**
     * Finds what is wrong.
     *
     * @param rows the columns that the rule reads, and {@link Rows#ROW_ID}
     * @return a row for each error: {@link Rows#ROW_ID}, {@link Rows#CODE}, and, if it has more to say, {@link Rows#PATH},
     *     {@link Rows#VALUE} and {@link Rows#MESSAGE}. At most {@value dev.sluice.api.row.RowReasons#MOST} of one row are
     *     kept. A row without an error is good
     * @throws Exception ends the run
     */
    Dataset<Row> validate(Dataset<Row> rows, Options options, DatasetContext context) throws Exception;
}
