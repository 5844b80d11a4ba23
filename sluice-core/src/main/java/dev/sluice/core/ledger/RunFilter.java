package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.RunState;
import java.util.Optional;
import java.util.Set;

/**
 * Which runs to list.
 *
 * @param states empty for all
 * @param limit at most so many
 */
public record RunFilter(Optional<String> pipeline, Set<RunState> states, int limit) {
    public RunFilter {
        requireNonNull(pipeline, "pipeline");
        states = Set.copyOf(states);
    }
}
