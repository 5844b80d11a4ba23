package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.ValidatorPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where good and bad rows go.
 *
 * @param columns at least one, in the table's order
 * @param partition empty for an unpartitioned table
 * @param properties Iceberg table properties for both tables
 * @param rules what the target itself demands of every row that lands there: the columns' constraints, then the rules
 *     of a shared schema file
 */
public record TargetSpec(
        TableName table,
        TableName quarantine,
        List<TargetColumn> columns,
        List<PartitionField> partition,
        Map<String, String> properties,
        List<Step<ValidatorPlugin>> rules,
        @Nullable Location location) {
    public TargetSpec {
        requireNonNull(table, "table");
        requireNonNull(quarantine, "quarantine");
        columns = List.copyOf(columns);
        partition = List.copyOf(partition);
        properties = Map.copyOf(properties);
        rules = List.copyOf(rules);
    }

    /** The same target with other columns. */
    TargetSpec withColumns(List<TargetColumn> newColumns) {
        return new TargetSpec(table, quarantine, newColumns, partition, properties, rules, location);
    }
}
