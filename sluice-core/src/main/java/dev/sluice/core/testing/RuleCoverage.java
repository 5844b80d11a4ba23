package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * Which rules of a pipeline found something in some case.
 *
 * @param rules the names of all steps that can give a row a reason, in their order
 * @param fired those that did
 */
public record RuleCoverage(String pipeline, List<String> rules, Set<String> fired) {
    public RuleCoverage {
        requireNonNull(pipeline, "pipeline");
        rules = List.copyOf(rules);
        fired = Set.copyOf(fired);
    }

    /** Rules that no case has seen to find anything. */
    public List<String> neverFired() {
        return rules.stream().filter(rule -> !fired.contains(rule)).toList();
    }

    public int firedRules() {
        return rules.size() - neverFired().size();
    }
}
