package dev.sluice.spark.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A table as Spark can read it: without what has type {@code time}. Iceberg's Spark module can neither load a schema that
 * has such a column nor read one from a file, so leaving them out keeps the other columns in reach: all that are
 * not nested (its reader of nested columns stumbles over times even where it need not read them).
 */
final class ReadableTable extends BaseTable {
    ReadableTable(TableOperations operations, String name) {
        super(operations, name);
    }

    static boolean concerns(Table table) {
        return !times(table.schema()).isEmpty();
    }

    @Override
    public Schema schema() {
        return readable(super.schema());
    }

    @Override
    public Map<Integer, Schema> schemas() {
        Map<Integer, Schema> schemas = new LinkedHashMap<>();
        super.schemas().forEach((id, schema) -> schemas.put(id, readable(schema)));
        return schemas;
    }

    static Schema readable(Schema schema) {
        Schema without = TypeUtil.selectNot(schema, times(schema));
        return new Schema(schema.schemaId(), without.columns(), without.identifierFieldIds());
    }

    private static Set<Integer> times(Schema schema) {
        return TypeUtil.indexById(schema.asStruct()).values().stream()
                .filter(field -> field.type().typeId() == Type.TypeID.TIME)
                .map(NestedField::fieldId)
                .collect(Collectors.toSet());
    }
}
