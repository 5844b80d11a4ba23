package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * All rows of a table.
 *
 * @param since the table's snapshot when the run began; empty if it had none
 */
public record ReplacedTable(OptionalLong since) implements Replaced {
    public ReplacedTable {
        requireNonNull(since, "since");
    }
}
