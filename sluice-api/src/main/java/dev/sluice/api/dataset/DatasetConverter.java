package dev.sluice.api.dataset;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Options;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A step that makes columns of all rows at once. Its footprint gives each column written a type.
 *
 * <p>A row that is neither among the good ones nor among the errors gets the reason {@code PLUGIN_LOST_ROW}, one that is
 * good twice {@code PLUGIN_DOUBLED_ROW}: no row is lost or doubled, whatever a join does.
 */
public interface DatasetConverter extends ConverterPlugin, DatasetPlugin {
    /**
     * Converts.
     *
     * @param rows the columns that the footprint reads, and {@link Rows#ROW_ID}
     * @throws Exception ends the run
     */
    ConvertedRows convert(Dataset<Row> rows, Options options, DatasetContext context) throws Exception;
}
