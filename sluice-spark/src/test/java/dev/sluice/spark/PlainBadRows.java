package dev.sluice.spark;

import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.sink.BadRowMapper;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes rows of the quarantine that hold no more than a record number and one reason. */
public record PlainBadRows(String runId) implements BadRowMapper.Factory {
    @Override
    public BadRowMapper create() {
        StructType schema = QuarantineSchema.spark();
        Object[] values = new Object[schema.size()];
        for (String name : List.of("pipeline", "batch_id", "source_uri")) {
            values[schema.fieldIndex(name)] = text("x");
        }
        values[schema.fieldIndex("run_id")] = text(runId);
        Object[] reason = {text("validate"), text("MISSING"), text("required(id)"), null, null, null, null};
        values[schema.fieldIndex("reasons")] = new GenericArrayData(new Object[] {new GenericInternalRow(reason)});
        values[schema.fieldIndex("attempt")] = 1;
        values[schema.fieldIndex("quarantined_at")] = 1_700_000_000_000_000L;
        InternalRow row = new GenericInternalRow(values);
        return (bad, reasonRows) -> {
            reasonRows[0]++;
            long recordNo = bad.getLong(0);
            values[schema.fieldIndex("quarantine_id")] = text(runId + "-" + recordNo);
            values[schema.fieldIndex("record_no")] = recordNo;
            return row;
        };
    }

    @Override
    public int reasonSlots() {
        return 1;
    }

    private static UTF8String text(String text) {
        return UTF8String.fromString(text);
    }
}
