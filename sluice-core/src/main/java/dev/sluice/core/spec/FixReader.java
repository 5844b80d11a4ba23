package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.EMPTY_VALUE;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Location;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code fix:}. */
final class FixReader {
    private final Problems problems;
    private final PluginRegistry registry;
    private final StepReader steps;
    private final OptionReader options;

    FixReader(Problems problems, PluginRegistry registry, StepReader steps) {
        this.problems = problems;
        this.registry = registry;
        this.steps = steps;
        this.options = new OptionReader(problems);
    }

    /** The fixes that could be read. */
    List<FixRule> read(Tree tree) {
        List<FixRule> rules = new ArrayList<>();
        if (tree instanceof ListTree list) {
            for (Tree item : list.items()) {
                List<String> columns = columns(item);
                Location at = columnsAt(item);
                steps.step(item, Keys.FIX.name(), "fixer", registry.fixers(), columns)
                        .map(step -> new FixRule(step, columns, at))
                        .ifPresent(rules::add);
            }
        } else if (!tree.isNull()) {
            problems.add(
                    tree.location(),
                    WRONG_SHAPE,
                    "fix must be a list of steps, not %s".formatted(tree.shape()),
                    "write - {type: ..., ...}");
        }
        return rules;
    }

    private List<String> columns(Tree item) {
        if (!(item instanceof MapTree map)) {
            return List.of(); // the step reader's problem
        }
        SectionOptions values = options.read(map, "a step of fix", Keys.FIX_STEP.options(), map.location());
        List<String> columns = new ArrayList<>(values.find(Keys.FIX_COLUMNS).orElse(List.of()));
        if (values.find(Keys.FIX_COLUMNS).isPresent() && columns.isEmpty()) {
            problems.add(values.location(Keys.FIX_COLUMNS), EMPTY_VALUE, "columns holds no column");
        }
        values.find(Keys.FIX_COLUMN).ifPresent(column -> {
            if (values.find(Keys.FIX_COLUMNS).isPresent()) {
                problems.add(
                        values.location(Keys.FIX_COLUMN),
                        CONFLICTING_KEYS,
                        "a step of fix has column and columns",
                        "keep one of them");
            }
            columns.add(column);
        });
        return columns;
    }

    private static @Nullable Location columnsAt(Tree item) {
        return item instanceof MapTree map
                ? map.find(Keys.FIX_COLUMN.name())
                        .or(() -> map.find(Keys.FIX_COLUMNS.name()))
                        .map(entry -> entry.value().location())
                        .orElse(null)
                : null;
    }
}
