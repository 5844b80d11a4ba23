package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What a caller may say of one run.
 *
 * @param batchId the identity of the batch; empty for: the matching files that have not landed yet
 * @param tags what the caller tells of the batch, for rules to ask: {@code batch_tags()} in SQL; kept in the ledger
 */
public record RunOptions(Optional<String> batchId, Map<String, String> tags) {
    public static final RunOptions DEFAULT = new RunOptions(Optional.empty(), Map.of());

    public RunOptions {
        requireNonNull(batchId, "batchId");
        tags = Map.copyOf(tags);
    }

    public static RunOptions batch(String batchId) {
        return new RunOptions(Optional.of(batchId), Map.of());
    }
}
