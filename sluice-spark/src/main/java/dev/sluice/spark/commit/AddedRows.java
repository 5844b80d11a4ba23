package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * Nothing: the rows are added, unless somebody has changed a row of the table since.
 *
 * @param since the table's snapshot when the run began; empty if it had none
 */
public record AddedRows(OptionalLong since) implements Replaced {
    public AddedRows {
        requireNonNull(since, "since");
    }
}
