package dev.sluice.spark.sink;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.spark.catalog.IcebergTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The part of a table's schema that incoming rows fill, in the order of the rows, with the table's field ids. Spark checks
 * nothing of this, since our sink accepts any schema.
 */
final class WriteSchema {
    private final Table table;

    private WriteSchema(Table table) {
        this.table = table;
    }

    /** @throws SluiceException {@code INTERNAL_ERROR} if the table cannot hold such rows */
    static Schema of(Table table, StructType rows) {
        Types.StructType fields =
                new WriteSchema(table).struct("", table.schema().asStruct(), rows);
        Schema schema = new Schema(fields.fields());
        // Nulls are guarded row by row, and columns are matched by name.
        TypeUtil.validateWriteSchema(table.schema(), schema, false, false);
        return schema;
    }

    private Types.StructType struct(String prefix, Types.StructType type, StructType rows) {
        List<NestedField> fields = new ArrayList<>();
        Set<String> given = new HashSet<>();
        for (StructField row : rows.fields()) {
            NestedField field = type.field(row.name());
            if (field == null) {
                throw misfit("the table has no column " + prefix + row.name());
            }
            given.add(row.name());
            fields.add(NestedField.from(field)
                    .ofType(type(prefix + row.name(), field.type(), row.dataType()))
                    .build());
        }
        for (NestedField field : type.fields()) {
            if (field.isRequired() && !given.contains(field.name())) {
                throw misfit("the rows lack the required column " + prefix + field.name());
            }
        }
        return Types.StructType.of(fields);
    }

    private Type type(String path, Type type, DataType row) {
        if (type.isStructType() && row instanceof StructType struct) {
            return struct(path + ".", type.asStructType(), struct);
        } else if (type.isListType() && row instanceof ArrayType array) {
            Types.ListType list = type.asListType();
            Type element = type(path + ".element", list.elementType(), array.elementType());
            return list.isElementOptional()
                    ? Types.ListType.ofOptional(list.elementId(), element)
                    : Types.ListType.ofRequired(list.elementId(), element);
        } else if (type.isMapType() && row instanceof MapType entries) {
            Types.MapType map = type.asMapType();
            Type key = type(path + ".key", map.keyType(), entries.keyType());
            Type value = type(path + ".value", map.valueType(), entries.valueType());
            return map.isValueOptional()
                    ? Types.MapType.ofOptional(map.keyId(), map.valueId(), key, value)
                    : Types.MapType.ofRequired(map.keyId(), map.valueId(), key, value);
        } else if (type.isPrimitiveType() && IcebergTypes.toSpark(type).equals(row)) {
            return type;
        }
        throw misfit("column %s is %s in the table, %s in the rows".formatted(path, type, row.sql()));
    }

    private SluiceException misfit(String what) {
        return new SluiceException(
                ErrorCode.INTERNAL_ERROR, "Cannot write rows to %s: %s".formatted(table.name(), what));
    }
}
