package dev.sluice.spark.merge;

import dev.sluice.spark.commit.MergedRows;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableOperations;

/**
 * A table with one more column, by which a row tells whether it deletes: for files of changes, which are written like
 * files of the table and never become part of it.
 */
public final class ChangeTable extends BaseTable {
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
        return MergedRows.marked(super.schema());
    }

    @Override
    public Map<Integer, Schema> schemas() {
        Map<Integer, Schema> schemas = new LinkedHashMap<>();
        super.schemas().forEach((id, schema) -> schemas.put(id, MergedRows.marked(schema)));
        return schemas;
    }
}
