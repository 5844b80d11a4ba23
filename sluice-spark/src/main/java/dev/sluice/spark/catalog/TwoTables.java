package dev.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * Where a run writes to, ready for its rows.
 *
 * @param changes what was done to make them so, a line each, such as {@code added column tier string}
 * @param warnings what the user may not have meant, a line each
 * @param fixes what was mended in rows of the target; empty where the pipeline mends nothing
 */
public record TwoTables(
        Table target, Table quarantine, List<String> changes, List<String> warnings, Optional<Table> fixes) {
    public TwoTables {
        requireNonNull(target, "target");
        requireNonNull(quarantine, "quarantine");
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
        requireNonNull(fixes, "fixes");
    }

    /** Those of a pipeline that mends nothing. */
    public TwoTables(Table target, Table quarantine, List<String> changes, List<String> warnings) {
        this(target, quarantine, changes, warnings, Optional.empty());
    }
}
