package dev.sluice.spark.row;

import dev.sluice.core.plan.NestedPath;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The types of columns in which a step writes. */
public final class WrittenTypes {
    private WrittenTypes() {}

    /**
     * The columns that come of a step.
     *
     * @param writes what it writes: columns, and paths into columns
     * @param made the columns' names
     * @param before all columns that there are
     */
    public static StructType of(StructType writes, Set<String> made, StructType before) {
        StructType types = new StructType();
        for (String column : made) {
            DataType type = null;
            for (StructField written : writes.fields()) {
                if (written.name().equals(column)) {
                    type = written.dataType();
                } else if (!made.contains(written.name())) {
                    NestedPath path = NestedPath.parse(written.name()).orElseThrow();
                    if (path.column().equals(column)) {
                        type = with(
                                type == null ? before.apply(column).dataType() : type,
                                path.steps(),
                                written.dataType());
                    }
                }
            }
            types = types.add(column, java.util.Objects.requireNonNull(type, column));
        }
        return types;
    }

    /** The type with another at the end of the steps. Text holds any value, and what is not there is left so. */
    private static DataType with(DataType type, List<String> steps, DataType leaf) {
        if (steps.isEmpty()) {
            return leaf;
        }
        List<String> rest = steps.subList(1, steps.size());
        if (type instanceof StringType) {
            return type;
        } else if (type instanceof ArrayType array) {
            return ArrayType.apply(with(array.elementType(), rest, leaf), true);
        } else if (type instanceof MapType map && steps.get(0).equals(NestedPath.EACH)) {
            return MapType.apply(map.keyType(), with(map.valueType(), rest, leaf), true);
        } else if (type instanceof StructType struct) {
            StructType changed = new StructType();
            boolean found = false;
            for (StructField field : struct.fields()) {
                boolean own = field.name().equals(steps.get(0));
                found |= own;
                changed = changed.add(field.name(), own ? with(field.dataType(), rest, leaf) : field.dataType());
            }
            return found || !rest.isEmpty() ? changed : changed.add(steps.get(0), leaf);
        }
        return type;
    }
}
