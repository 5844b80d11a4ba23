package dev.sluice.spark.row;

import dev.sluice.api.row.RecordView;
import dev.sluice.api.row.RowOutput;
import dev.sluice.api.row.RowReason;
import dev.sluice.api.row.RowReasons;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** What a plug-in has given of one row. */
final class GivenResult implements RowOutput {
    private static final int LONGEST_MESSAGE = 1000;

    private final StructType fields;
    private final RecordView record;
    private final @Nullable Object[] values;
    private final List<InternalRow> reasons = new ArrayList<>(0);

    GivenResult(StructType fields, RecordView record) {
        this.fields = fields;
        this.record = record;
        this.values = new Object[fields.size()];
    }

    @Override
    public void set(String column, @Nullable Object value) {
        for (int i = 0; i < values.length - 1; i++) {
            if (fields.apply(i).name().equals(column)) {
                values[i] = SparkValues.of(value, fields.apply(i).dataType(), "the column '" + column + "'");
                return;
            }
        }
        throw new IllegalArgumentException("the step does not declare that it writes '" + column + "'");
    }

    @Override
    public void add(String code, String path, String message) {
        RowReason reason = new RowReason(code, path, message);
        if (reasons.size() < RowReasons.MOST) {
            addReason(reason.code(), reason.path(), PathValue.text(record, path), reason.message());
        }
    }

    /** A reason whose value is known. */
    void addFound(String code, @Nullable String path, @Nullable String value, String message) {
        if (reasons.size() < RowReasons.MOST) {
            addReason(code, path, value, message);
        }
    }

    /** A reason that concerns all that the step reads. */
    void fail(String code, String message) {
        addReason(code, null, null, message);
    }

    /** Sets a column to a value in Spark's form. */
    void put(String column, @Nullable Object value) {
        values[fields.fieldIndex(column)] = value;
    }

    boolean hasReasons() {
        return !reasons.isEmpty();
    }

    private void addReason(String code, @Nullable String path, @Nullable String value, String message) {
        String line = message.lines().findFirst().orElse("");
        reasons.add(new GenericInternalRow(new Object[] {
            UTF8String.fromString(code),
            UTF8String.fromString(path),
            UTF8String.fromString(value),
            UTF8String.fromString(line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…")
        }));
    }

    /** Null where there is nothing to tell. A row with a reason has no values. */
    @Nullable
    InternalRow row() {
        int last = values.length - 1;
        if (reasons.isEmpty()) {
            return last == 0 ? null : new GenericInternalRow(values);
        }
        @Nullable Object[] failed = new Object[values.length];
        failed[last] = new GenericArrayData(reasons.toArray());
        return new GenericInternalRow(failed);
    }
}
