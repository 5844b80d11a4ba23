package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * What a caller may say of one run.
 *
 * @param batchId the identity of the batch; empty for: the matching files that have not landed yet
 * @param tags what the caller tells of the batch, for rules to ask: {@code batch_tags()} in SQL; kept in the ledger
 * @param window which window is to be run; due in a pipeline that has windows, and only there
 */
public record RunOptions(Optional<String> batchId, Map<String, String> tags, Optional<WindowChoice> window) {
    public static final RunOptions DEFAULT = new RunOptions(Optional.empty(), Map.of());

    /** A run without a window. */
    public RunOptions(Optional<String> batchId, Map<String, String> tags) {
        this(batchId, tags, Optional.empty());
    }

    public RunOptions {
        requireNonNull(batchId, "batchId");
        tags = Map.copyOf(tags);
        requireNonNull(window, "window");
    }

    /** A run of a window. */
    public static RunOptions window(WindowChoice window) {
        return new RunOptions(Optional.empty(), Map.of(), Optional.of(window));
    }

    public static RunOptions batch(String batchId) {
        return new RunOptions(Optional.of(batchId), Map.of());
    }
}
