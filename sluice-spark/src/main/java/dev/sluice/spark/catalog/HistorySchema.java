package dev.sluice.spark.catalog;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.StructType;

/**
 * The one schema of all histories: what a run decided about a row of the quarantine. Append-only. A row of it counts if,
 * and only if, its run is published; so it cannot disagree with the target. Whether a replayed row landed is not written: it
 * did unless the same run put it into quarantine again.
 */
public final class HistorySchema {
    public static final String QUARANTINE_ID = "quarantine_id";
    public static final String OF_RUN = "of_run";
    public static final String ATTEMPT = "attempt";
    public static final String EVENT = "event";
    public static final String RUN_ID = "run_id";
    public static final String AT = "at";
    public static final String WHO = "who";
    public static final String REASON = "reason";
    public static final String CORRECTED = "corrected";

    static final Schema TABLE = new Schema(
            required(1, QUARANTINE_ID, Types.StringType.get()),
            required(
                    2,
                    OF_RUN,
                    Types.StringType.get(),
                    "the run that quarantined the row, so that this is decided once"),
            required(3, ATTEMPT, Types.IntegerType.get()),
            required(4, EVENT, Types.StringType.get(), "replayed, edited or discarded"),
            required(5, RUN_ID, Types.StringType.get(), "the run that decided; it counts once that is published"),
            required(6, AT, Types.TimestampType.withZone()),
            required(7, WHO, Types.StringType.get()),
            optional(8, REASON, Types.StringType.get()),
            optional(9, CORRECTED, Types.StringType.get(), "the record as corrected by hand"));

    private HistorySchema() {}

    public static StructType spark() {
        return (StructType) IcebergTypes.toSpark(TABLE.asStruct());
    }
}
