package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.DUPLICATE_STEP_NAME;
import static dev.sluice.api.ErrorCode.UNFIT_OPTIONS;
import static dev.sluice.api.ErrorCode.UNKNOWN_COLUMN;
import static dev.sluice.api.ErrorCode.WRONG_SHAPE;

import dev.sluice.api.Option;
import dev.sluice.core.check.BatchCheck;
import dev.sluice.core.check.Measure;
import dev.sluice.core.type.Conversions;
import dev.sluice.core.type.DidYouMean;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree;
import dev.sluice.core.yaml.Tree.ListTree;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code checks:}. */
final class CheckReader {
    private final Problems problems;
    private final OptionReader options;
    private final List<TargetColumn> columns;
    private final Set<String> names = new HashSet<>();

    CheckReader(Problems problems, List<TargetColumn> columns) {
        this.problems = problems;
        this.options = new OptionReader(problems);
        this.columns = columns;
    }

    List<BatchCheck> read(Tree tree) {
        List<BatchCheck> checks = new ArrayList<>();
        if (tree instanceof ListTree list) {
            list.items().forEach(item -> check(item).ifPresent(checks::add));
        } else if (!tree.isNull()) {
            problems.add(
                    tree.location(),
                    WRONG_SHAPE,
                    "checks must be a list, not %s".formatted(tree.shape()),
                    "write - {type: row_count, min: 1}");
        }
        return checks;
    }

    private Optional<BatchCheck> check(Tree tree) {
        MapTree map = options.map(tree, "a check").orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        int before = problems.size();
        options.refuseUnknown(map, "a check", Keys.CHECK.names());
        SectionOptions values = options.read(map, "a check", Keys.CHECK.options(), map.location());
        Measure measure = values.find(Keys.MEASURE).orElse(null);
        if (measure == null) {
            return Optional.empty();
        }
        String column = values.find(Keys.CHECK_COLUMN).orElse(null);
        checkColumn(measure, column, values);
        OptionalDouble percent = number(values, Keys.PERCENT);
        if ((measure == Measure.PERCENTILE) != percent.isPresent()
                || percent.orElse(1) <= 0
                || percent.orElse(1) >= 100) {
            unfit(values, Keys.PERCENT, "percent is of a percentile, which needs it: between 0 and 100");
        }
        OptionalDouble min = number(values, Keys.CHECK_MIN);
        OptionalDouble max = number(values, Keys.CHECK_MAX);
        OptionalDouble drift = number(values, Keys.CHECK_DRIFT);
        OptionalDouble deviations = number(values, Keys.DEVIATIONS);
        if (Stream.of(Keys.CHECK_MIN, Keys.CHECK_MAX, Keys.CHECK_DRIFT, Keys.DEVIATIONS)
                .allMatch(option -> values.find(option).isEmpty())) {
            unfit(values, Keys.CHECK_MIN, "a check needs min, max, drift or deviations");
        }
        if (drift.orElse(0) < 0 || deviations.orElse(0) < 0) {
            unfit(values, Keys.CHECK_DRIFT, "drift and deviations are not negative");
        }
        String derived = measure.word() + (column == null ? "" : "(" + column + ")");
        String name = values.find(Keys.CHECK_NAME).orElseGet(() -> derived(derived));
        if (values.find(Keys.CHECK_NAME).isPresent() && !names.add(name)) {
            problems.add(
                    values.location(Keys.CHECK_NAME),
                    DUPLICATE_STEP_NAME,
                    "another check is called '%s' already".formatted(name));
        }
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(new BatchCheck(
                        name,
                        measure,
                        column,
                        percent.orElse(0),
                        min,
                        max,
                        drift,
                        deviations,
                        values.get(Keys.RUNS).intValue(),
                        values.get(Keys.CHECK_SEVERITY),
                        map.location()));
    }

    private void checkColumn(Measure measure, @Nullable String column, SectionOptions values) {
        if ((measure == Measure.ROW_COUNT) != (column == null)) {
            unfit(values, Keys.CHECK_COLUMN, "all checks but row_count are of a column");
            return;
        }
        if (column == null) {
            return;
        }
        TargetColumn target = columns.stream()
                .filter(each -> each.name().equals(column))
                .findFirst()
                .orElse(null);
        if (target == null) {
            List<String> known = columns.stream().map(TargetColumn::name).toList();
            problems.add(
                    values.location(Keys.CHECK_COLUMN),
                    UNKNOWN_COLUMN,
                    "the target has no column '%s'".formatted(column),
                    DidYouMean.hint(column, known));
        } else if (measure.ofNumbers() && !Conversions.isNumber(target.type())) {
            unfit(values, Keys.CHECK_COLUMN, "%s is of numbers, not of %s".formatted(measure.word(), target.type()));
        }
    }

    private String derived(String base) {
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + " #" + i;
        }
        return name;
    }

    /** A number, or a share written in percent. */
    private OptionalDouble number(SectionOptions values, Option<String> option) {
        String text = values.find(option).map(String::strip).orElse(null);
        if (text == null) {
            return OptionalDouble.empty();
        }
        boolean percent = text.endsWith("%");
        try {
            double number = Double.parseDouble(
                    percent ? text.substring(0, text.length() - 1).strip() : text);
            if (Double.isFinite(number)) {
                return OptionalDouble.of(percent ? number / 100 : number);
            }
        } catch (NumberFormatException e) {
            // Told below, as infinity is.
        }
        unfit(values, option, "'%s' is neither a number nor a percentage".formatted(text));
        return OptionalDouble.empty();
    }

    private void unfit(SectionOptions values, Option<?> option, String message) {
        var at = values.location(option);
        problems.add(at == null ? values.location() : at, UNFIT_OPTIONS, message);
    }
}
