package dev.sluice.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;

/** All that a row holds, as columns that Spark's hash takes: it passes over nulls, within values too, and refuses maps. */
public final class RowContent {
    private RowContent() {}

    public static Column[] of(StructType schema) {
        List<Column> content = new ArrayList<>();
        for (StructField field : schema.fields()) {
            Column column = col("`" + field.name().replace("`", "``") + "`");
            content.add(isNested(field.dataType()) ? to_json(struct(column)) : column);
            content.add(column.isNull());
        }
        return content.toArray(Column[]::new);
    }

    private static boolean isNested(DataType type) {
        return type instanceof StructType
                || type instanceof ArrayType
                || type instanceof MapType
                || type instanceof VariantType;
    }
}
