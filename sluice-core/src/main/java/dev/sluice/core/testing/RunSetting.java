package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a case runs its pipeline.
 *
 * @param now the time at which the run begins, and which its SQL sees
 * @param tags of the batch
 * @param set as after {@code --set}
 */
public record RunSetting(
        Instant now,
        Optional<String> environment,
        Optional<String> batchId,
        Map<String, String> tags,
        List<String> set) {
    /** The time of cases that name none. */
    public static final Instant USUAL_NOW = Instant.parse("2026-01-01T00:00:00Z");

    public RunSetting {
        requireNonNull(now, "now");
        requireNonNull(environment, "environment");
        requireNonNull(batchId, "batchId");
        tags = Map.copyOf(tags);
        set = List.copyOf(set);
    }

    /** A run of which nothing is said but its time. */
    public static RunSetting at(Instant now) {
        return new RunSetting(now, Optional.empty(), Optional.empty(), Map.of(), List.of());
    }
}
