package dev.sluice.api.dataset;

import static java.util.Objects.requireNonNull;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a converter makes of rows.
 *
 * @param good {@link Rows#ROW_ID} and the columns that the footprint writes, of its types; each row at most once
 * @param errors why rows could not be converted, as of {@link DatasetValidator#validate}. A row that has an error is bad,
 *     also where it is among the good ones
 */
public record ConvertedRows(Dataset<Row> good, Dataset<Row> errors) {
    public ConvertedRows {
        requireNonNull(good, "good");
        requireNonNull(errors, "errors");
    }
}
