package dev.sluice.spark.catalog;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.StructType;

/**
 * The one schema of all tables of fixes: a row for each cell that was changed in a row that landed. Append-only. A row of it
 * counts if the target has a row of its {@link #FIX_ID}; that of a run which never landed is joined by none.
 */
public final class FixesSchema {
    public static final String FIX_ID = "fix_id";
    public static final String QUARANTINE_ID = "quarantine_id";
    public static final String PIPELINE = "pipeline";
    public static final String RUN_ID = "run_id";
    public static final String BATCH_ID = "batch_id";
    public static final String SOURCE_URI = "source_uri";
    public static final String RECORD_NO = "record_no";
    public static final String BYTE_OFFSET = "byte_offset";
    public static final String COLUMN_NAME = "column_name";
    public static final String OLD_VALUE = "old_value";
    public static final String NEW_VALUE = "new_value";
    public static final String FIXES = "fixes";
    public static final String REASONS = "reasons";
    public static final String FIXED_AT = "fixed_at";

    private static final Types.StructType REASON = Types.StructType.of(
            required(17, "stage", Types.StringType.get(), "parse, convert or validate"),
            required(18, "code", Types.StringType.get()),
            required(19, "rule", Types.StringType.get(), "the step that gave the reason"),
            optional(20, "columns", Types.ListType.ofRequired(24, Types.StringType.get())),
            optional(21, "value", Types.StringType.get()),
            optional(22, "message", Types.StringType.get()),
            optional(23, "rule_version", Types.StringType.get(), "fingerprint of the pipeline that judged"));

    static final Schema TABLE = new Schema(
            required(1, FIX_ID, Types.StringType.get(), "that of the row in the target: hash of run and quarantine_id"),
            required(2, QUARANTINE_ID, Types.StringType.get(), "stable hash of batch, source and byte offset"),
            required(3, PIPELINE, Types.StringType.get()),
            required(4, RUN_ID, Types.StringType.get()),
            required(5, BATCH_ID, Types.StringType.get()),
            required(6, SOURCE_URI, Types.StringType.get()),
            required(7, RECORD_NO, Types.LongType.get(), "from 1, after the header; blank lines are no records"),
            optional(8, BYTE_OFFSET, Types.LongType.get()),
            required(9, COLUMN_NAME, Types.StringType.get(), "of the source"),
            required(10, OLD_VALUE, Types.StringType.get(), "the cell as read"),
            required(11, NEW_VALUE, Types.StringType.get(), "the cell as it landed"),
            required(12, FIXES, Types.ListType.ofRequired(25, Types.StringType.get()), "what changed it, in order"),
            required(13, REASONS, Types.ListType.ofRequired(16, REASON), "those of the row that concern the cell"),
            required(14, FIXED_AT, Types.TimestampType.withZone()));

    private FixesSchema() {}

    /** The row that a {@code RowMending} makes. */
    public static StructType spark() {
        return (StructType) IcebergTypes.toSpark(TABLE.asStruct());
    }
}
