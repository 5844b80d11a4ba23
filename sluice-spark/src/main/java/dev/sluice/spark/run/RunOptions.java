package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a caller may say of one run.
 *
 * @param batchId the identity of the batch; empty for: the matching files that have not landed yet
 */
public record RunOptions(Optional<String> batchId) {
    public static final RunOptions DEFAULT = new RunOptions(Optional.empty());

    public RunOptions {
        requireNonNull(batchId, "batchId");
    }

    public static RunOptions batch(String batchId) {
        return new RunOptions(Optional.of(batchId));
    }
}
