package dev.sluice.spark.catalog;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.StructType;

/**
 * The one schema of all quarantine tables: a bad row, where it came from and all its reasons. The table is not partitioned:
 * each file holds the rows of one run, so that Iceberg's bounds on {@code run_id} and {@code quarantined_at} skip files as
 * well as partitions would, without a small file for each of them.
 */
public final class QuarantineSchema {
    public static final String QUARANTINE_ID = "quarantine_id";
    public static final String PIPELINE = "pipeline";
    public static final String RUN_ID = "run_id";
    public static final String BATCH_ID = "batch_id";
    public static final String WINDOW_START = "window_start";
    public static final String WINDOW_END = "window_end";
    public static final String SOURCE_URI = "source_uri";
    public static final String RECORD_NO = "record_no";
    public static final String BYTE_OFFSET = "byte_offset";
    public static final String RAW = "raw";
    public static final String RAW_BYTES = "raw_bytes";
    public static final String INPUT = "input";
    public static final String REASONS = "reasons";
    public static final String ATTEMPT = "attempt";
    public static final String QUARANTINED_AT = "quarantined_at";

    private static final Types.StructType REASON = Types.StructType.of(
            required(17, "stage", Types.StringType.get(), "parse, convert, validate or fix"),
            required(18, "code", Types.StringType.get()),
            required(19, "rule", Types.StringType.get(), "the step that gave the reason"),
            optional(20, "columns", Types.ListType.ofRequired(24, Types.StringType.get())),
            optional(21, "value", Types.StringType.get()),
            optional(22, "message", Types.StringType.get()),
            optional(23, "rule_version", Types.StringType.get(), "fingerprint of the pipeline that judged"));

    static final Schema TABLE = new Schema(
            required(1, QUARANTINE_ID, Types.StringType.get(), "stable hash of batch, source and byte offset"),
            required(2, PIPELINE, Types.StringType.get()),
            required(3, RUN_ID, Types.StringType.get()),
            required(4, BATCH_ID, Types.StringType.get()),
            optional(5, WINDOW_START, Types.TimestampType.withZone()),
            optional(6, WINDOW_END, Types.TimestampType.withZone()),
            required(7, SOURCE_URI, Types.StringType.get()),
            required(8, RECORD_NO, Types.LongType.get(), "from 1, after the header; blank lines are no records"),
            optional(9, BYTE_OFFSET, Types.LongType.get()),
            optional(10, RAW, Types.StringType.get(), "the record as read, without its line end"),
            optional(11, RAW_BYTES, Types.BinaryType.get(), "the record's bytes where raw does not tell them all"),
            optional(12, INPUT, Types.StringType.get(), "JSON of the input columns as read"),
            required(13, REASONS, Types.ListType.ofRequired(16, REASON)),
            required(14, ATTEMPT, Types.IntegerType.get(), "1, and one more for each replay that failed again"),
            required(15, QUARANTINED_AT, Types.TimestampType.withZone()));

    private QuarantineSchema() {}

    /** The row that a {@code BadRowMapper} makes. */
    public static StructType spark() {
        return (StructType) IcebergTypes.toSpark(TABLE.asStruct());
    }
}
