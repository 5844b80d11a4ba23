package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_BUDGET;

import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Entry;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A limit for a rule that does not exist would never hold; so it is told. */
final class RuleNames {
    private final Problems problems;

    RuleNames(Problems problems) {
        this.problems = problems;
    }

    void check(PipelineSpec spec, Optional<Entry> budget) {
        Set<String> names = names(spec);
        for (String name : spec.budget().rules().keySet()) {
            if (!names.contains(name)) {
                problems.add(
                        budget.map(entry -> entry.value().location()).orElse(null),
                        INVALID_BUDGET,
                        "budget.rules names '%s', which is no step and no rule".formatted(name),
                        DidYouMean.hint(name, names));
            }
        }
    }

    /** As reasons call them. */
    private static Set<String> names(PipelineSpec spec) {
        Set<String> names = new LinkedHashSet<>();
        names.add("parse");
        spec.convert().forEach(step -> names.add(step.name()));
        spec.target().columns().forEach(column -> names.add("cast(" + column.name() + ")"));
        spec.target().rules().forEach(step -> names.add(step.name()));
        spec.validate().forEach(step -> names.add(step.name()));
        spec.fixes().forEach(fix -> names.add(fix.name()));
        return names;
    }
}
