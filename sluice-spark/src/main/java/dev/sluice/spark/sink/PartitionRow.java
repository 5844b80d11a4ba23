package dev.sluice.spark.sink;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Spark's row as Iceberg's partition transforms want to see it. Reused from row to row; one instance for each task. */
final class PartitionRow implements StructLike {
    private interface Getter {
        @Nullable
        Object get(InternalRow row, int position);
    }

    private final Getter[] getters;
    private @Nullable InternalRow row;

    PartitionRow(Types.StructType type) {
        List<NestedField> fields = type.fields();
        getters = new Getter[fields.size()];
        for (int i = 0; i < getters.length; i++) {
            getters[i] = getter(fields.get(i).type());
        }
    }

    PartitionRow wrap(InternalRow newRow) {
        row = newRow;
        return this;
    }

    private static Getter getter(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> InternalRow::getBoolean;
            case INTEGER, DATE -> InternalRow::getInt;
            case LONG, TIME, TIMESTAMP -> InternalRow::getLong;
            case FLOAT -> InternalRow::getFloat;
            case DOUBLE -> InternalRow::getDouble;
            case STRING -> (row, position) -> row.getUTF8String(position).toString();
            case UUID ->
                (row, position) ->
                        java.util.UUID.fromString(row.getUTF8String(position).toString());
            case FIXED, BINARY -> (row, position) -> ByteBuffer.wrap(row.getBinary(position));
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield (row, position) -> row.getDecimal(position, decimal.precision(), decimal.scale())
                        .toJavaBigDecimal();
            }
            case STRUCT -> {
                PartitionRow nested = new PartitionRow(type.asStructType());
                yield (row, position) -> nested.wrap(row.getStruct(position, nested.size()));
            }
            default ->
                (row, position) -> {
                    throw new IllegalStateException("Cannot partition by a column of type " + type);
                };
        };
    }

    @Override
    public int size() {
        return getters.length;
    }

    @Override
    public <T> @Nullable T get(int position, Class<T> javaClass) {
        InternalRow current = row;
        if (current == null || current.isNullAt(position)) {
            return null;
        }
        return javaClass.cast(getters[position].get(current, position));
    }

    @Override
    public <T> void set(int position, T value) {
        throw new UnsupportedOperationException("Cannot change a row that is being written");
    }
}
