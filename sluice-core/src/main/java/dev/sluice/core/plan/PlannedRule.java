package dev.sluice.core.plan;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ValidatorPlugin;
import dev.sluice.core.spec.Step;
import java.util.List;

/**
 * A validator in its place, after all columns have become the target's.
 *
 * @param reads every target column that the validator reads, each once
 * @param whenReads those that the rule's condition reads, each once
 */
public record PlannedRule(Step<ValidatorPlugin> step, List<String> reads, List<String> whenReads) {
    public PlannedRule {
        requireNonNull(step, "step");
        reads = List.copyOf(reads);
        whenReads = List.copyOf(whenReads);
    }
}
