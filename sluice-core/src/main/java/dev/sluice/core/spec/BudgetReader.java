package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.INVALID_BUDGET;

import dev.sluice.api.Location;
import dev.sluice.core.budget.Budget;
import dev.sluice.core.budget.Limit;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code budget:}. */
final class BudgetReader {
    private final Problems problems;
    private final OptionReader options;

    BudgetReader(Problems problems) {
        this.problems = problems;
        this.options = new OptionReader(problems);
    }

    /** What could be read; what could not has no limit, and is among the problems. */
    Budget read(Tree tree, Location at) {
        MapTree map = options.map(tree, "budget").orElse(null);
        if (map == null) {
            return Budget.NONE;
        }
        options.refuseUnknown(map, "budget", Keys.BUDGET.names());
        SectionOptions values = options.read(map, "budget", Keys.BUDGET.options(), at);
        return new Budget(
                values.find(Keys.BUDGET_REJECTED)
                        .flatMap(text -> limit(text, "budget.rejected", values.location(Keys.BUDGET_REJECTED))),
                limits(values.get(Keys.BUDGET_RULES), "budget.rules", values.location(Keys.BUDGET_RULES)),
                limits(values.get(Keys.BUDGET_COLUMNS), "budget.columns", values.location(Keys.BUDGET_COLUMNS)),
                values.find(Keys.BUDGET_FILES)
                        .flatMap(text -> limit(text, "budget.files", values.location(Keys.BUDGET_FILES))));
    }

    private Map<String, Limit> limits(Map<String, String> texts, String key, @Nullable Location at) {
        Map<String, Limit> limits = new LinkedHashMap<>();
        texts.forEach((name, text) -> limit(text, key + "." + name, at).ifPresent(limit -> limits.put(name, limit)));
        return limits;
    }

    private Optional<Limit> limit(String text, String key, @Nullable Location at) {
        Optional<Limit> limit = Limit.parse(text);
        if (limit.isEmpty()) {
            problems.add(at, INVALID_BUDGET, "%s is '%s'".formatted(key, text), "write rows such as 100, or 5%");
        }
        return limit;
    }
}
