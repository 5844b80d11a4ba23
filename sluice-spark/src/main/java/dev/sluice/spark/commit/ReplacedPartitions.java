package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * All rows of the partitions for which the run has any.
 *
 * @param since the table's snapshot when the run began; empty if it had none
 */
public record ReplacedPartitions(OptionalLong since) implements Replaced {
    public ReplacedPartitions {
        requireNonNull(since, "since");
    }
}
