package dev.sluice.spark.source;

import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that every text source gives: first where the record stands and what parsing says of it, then the
 * pipeline's source columns as nullable strings in the order asked for.
 */
public final class RecordColumns {
    /** The file's full URI, never null. */
    public static final String SOURCE_URI = "_sluice_source_uri";

    /** The record's number in its file, from 1 after the header; blank lines and comments are no records. */
    public static final String RECORD_NO = "_sluice_record_no";

    /** Where the record begins in its (decompressed) file, in bytes from 0. */
    public static final String BYTE_OFFSET = "_sluice_byte_offset";

    /**
     * The record as read, without its line end; what cannot be decoded is U+FFFD. Of a record beyond the size limit, its
     * first part.
     */
    public static final String RAW = "_sluice_raw";

    /** The record's bytes where {@link #RAW} does not tell them all; else null. */
    public static final String RAW_BYTES = "_sluice_raw_bytes";

    /**
     * What parsing found wrong: null for nearly every record, else an array of {@link #PARSE_REASON}. A reason without a
     * column concerns the whole record; the source columns are null then.
     */
    public static final String PARSE = "_sluice_parse";

    /**
     * Optional: of a record that was quarantined before, its {@code id}, {@code attempt} and {@code batch}, the start
     * and end of the window that is its home, in microseconds (null outside of windows), and the {@code run} that quarantined
     * it, as a struct. It keeps its identity should it be bad again.
     */
    public static final String ORIGIN = "_sluice_origin";

    public static final StructType ORIGIN_FIELDS = new StructType()
            .add("id", DataTypes.StringType, false)
            .add("attempt", DataTypes.IntegerType, false)
            .add("batch", DataTypes.StringType, false)
            .add("window_start", DataTypes.LongType, true)
            .add("window_end", DataTypes.LongType, true)
            .add("run", DataTypes.StringType, false);

    /** One parse reason: code, column (null for the whole record), value (null for none), message. */
    public static final StructType PARSE_REASON = new StructType()
            .add("code", DataTypes.StringType, false)
            .add("column", DataTypes.StringType, true)
            .add("value", DataTypes.StringType, true)
            .add("message", DataTypes.StringType, false);

    private RecordColumns() {}

    /** The schema of a text source for these source columns. */
    public static StructType schema(List<String> columns) {
        StructType schema = new StructType()
                .add(SOURCE_URI, DataTypes.StringType, false)
                .add(RECORD_NO, DataTypes.LongType, false)
                .add(BYTE_OFFSET, DataTypes.LongType, false)
                .add(RAW, DataTypes.StringType, false)
                .add(RAW_BYTES, DataTypes.BinaryType, true)
                .add(PARSE, ArrayType.apply(PARSE_REASON, false), true);
        for (String column : columns) {
            schema = schema.add(column, DataTypes.StringType, true);
        }
        return schema;
    }

    /** The schema of a typed source for these nullable columns; {@link #RAW} and {@link #RAW_BYTES} are null in all its rows. */
    static StructType typed(StructType columns) {
        StructType schema = new StructType();
        for (StructField field : schema(List.of()).fields()) {
            schema = schema.add(
                    field.name(),
                    field.dataType(),
                    field.nullable() || field.name().equals(RAW));
        }
        for (StructField field : columns.fields()) {
            schema = schema.add(field);
        }
        return schema;
    }
}
