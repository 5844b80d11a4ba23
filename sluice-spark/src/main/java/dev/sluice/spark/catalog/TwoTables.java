package dev.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.iceberg.Table;

/**
 * Where a run writes to, ready for its rows.
 *
 * @param changes what was done to make them so, a line each, such as {@code added column tier string}
 * @param warnings what the user may not have meant, a line each
 */
public record TwoTables(Table target, Table quarantine, List<String> changes, List<String> warnings) {
    public TwoTables {
        requireNonNull(target, "target");
        requireNonNull(quarantine, "quarantine");
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
    }
}
