package dev.sluice.spark.merge;

import dev.sluice.core.spec.WriteSpec.Merge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A table with one more column, by which a row tells whether it deletes: for files of changes, which are written like
 * files of the table and never become part of it.
 */
public final class ChangeTable extends BaseTable {
    /** Far from the ids of the table's own columns, and from those that Iceberg keeps for itself. */
    private static final int MARK_ID = 1_000_000_000;

    private ChangeTable(TableOperations operations, String name) {
        super(operations, name);
    }

    public static Table of(Table table) {
        if (table instanceof HasTableOperations own) {
            return new ChangeTable(own.operations(), table.name());
        }
        throw new IllegalArgumentException("Cannot write changes of %s: it has no operations".formatted(table.name()));
    }

    @Override
    public Schema schema() {
        return marked(super.schema());
    }

    @Override
    public Map<Integer, Schema> schemas() {
        Map<Integer, Schema> schemas = new LinkedHashMap<>();
        super.schemas().forEach((id, schema) -> schemas.put(id, marked(schema)));
        return schemas;
    }

    private static Schema marked(Schema schema) {
        List<NestedField> fields = new ArrayList<>(schema.columns());
        fields.add(NestedField.optional(MARK_ID, Merge.DELETE_MARK, Types.BooleanType.get()));
        return new Schema(schema.schemaId(), fields, schema.identifierFieldIds());
    }
}
