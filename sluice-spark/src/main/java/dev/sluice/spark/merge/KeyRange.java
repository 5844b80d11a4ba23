package dev.sluice.spark.merge;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** Which rows of a table can have a key of the changes, as far as the statistics of the changes' files tell. */
final class KeyRange {
    private KeyRange() {}

    static Expression of(Schema schema, List<String> keys, List<DataFile> changes) {
        Expression range = Expressions.alwaysTrue();
        for (String key : keys) {
            NestedField field = schema.findField(key);
            if (field.type().typeId() == Type.TypeID.UUID) {
                // Files tell the least and the greatest by unsigned bytes, expressions compare them as Java does,
                // signed.
                continue;
            }
            Comparator<Object> order = Comparators.forType(field.type().asPrimitiveType());
            Optional<Object> low =
                    bound(field, changes, DataFile::lowerBounds, (a, b) -> order.compare(a, b) <= 0 ? a : b);
            Optional<Object> high =
                    bound(field, changes, DataFile::upperBounds, (a, b) -> order.compare(a, b) >= 0 ? a : b);
            if (low.isPresent()) {
                range = Expressions.and(range, Expressions.greaterThanOrEqual(key, low.get()));
            }
            if (high.isPresent()) {
                range = Expressions.and(range, Expressions.lessThanOrEqual(key, high.get()));
            }
        }
        return range;
    }

    /** Empty unless all files tell. */
    private static Optional<Object> bound(
            NestedField field,
            List<DataFile> files,
            Function<DataFile, @Nullable Map<Integer, ByteBuffer>> bounds,
            BinaryOperator<Object> outer) {
        Optional<Object> all = Optional.empty();
        for (DataFile file : files) {
            Map<Integer, ByteBuffer> own = bounds.apply(file);
            ByteBuffer value = own == null ? null : own.get(field.fieldId());
            if (value == null) {
                return Optional.empty();
            }
            Type type = field.type();
            Object bound = Conversions.fromByteBuffer(type, value);
            all = Optional.of(all.map(known -> outer.apply(known, bound)).orElse(bound));
        }
        return all;
    }
}
