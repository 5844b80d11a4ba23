package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.spec.TableName;

/**
 * What was done for a table.
 *
 * @param compacted files whose rows are in larger ones now
 * @param expired snapshots that can no longer be read
 * @param removed files of ended runs that no table knew
 */
public record MaintainedTable(TableName table, long compacted, long expired, long removed) {
    public MaintainedTable {
        requireNonNull(table, "table");
    }
}
