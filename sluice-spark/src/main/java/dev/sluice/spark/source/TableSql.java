package dev.sluice.spark.source;

import dev.sluice.core.spec.TableName;
import dev.sluice.spark.catalog.ProjectCatalog;

/** How SQL names a table of the project. */
final class TableSql {
    private TableSql() {}

    /** The table as it was in one of its snapshots. */
    static String at(TableName table, long snapshot) {
        return "`%s`.`%s`.`%s` VERSION AS OF %d"
                .formatted(ProjectCatalog.NAME, table.namespace(), table.name(), snapshot);
    }
}
