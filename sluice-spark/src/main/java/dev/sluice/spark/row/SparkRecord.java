package dev.sluice.spark.row;

import dev.sluice.api.row.RecordView;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** A view of one of Spark's rows: a value is made into Java's form when it is asked for. */
final class SparkRecord implements RecordView {
    private final StructType type;
    private final InternalRow row;

    SparkRecord(StructType type, InternalRow row) {
        this.type = type;
        this.row = row;
    }

    @Override
    public List<String> columns() {
        return List.of(type.fieldNames());
    }

    @Override
    public @Nullable Object value(String column) {
        int index = index(column);
        if (row.isNullAt(index)) {
            return null;
        }
        DataType field = type.apply(index).dataType();
        return JavaValues.of(row.get(index, field), field);
    }

    @Override
    public boolean isNull(String column) {
        return row.isNullAt(index(column));
    }

    private int index(String column) {
        StructField[] fields = type.fields();
        if (fields.length <= 8) {
            for (int i = 0; i < fields.length; i++) {
                if (fields[i].name().equals(column)) {
                    return i;
                }
            }
        } else {
            Option<Object> found = type.getFieldIndex(column);
            if (found.isDefined()) {
                return (Integer) found.get();
            }
        }
        throw new IllegalArgumentException("there is no column '%s' among those that the step reads: %s"
                .formatted(column, String.join(", ", type.fieldNames())));
    }

    @Override
    public String toString() {
        return PathValue.json(this);
    }
}
