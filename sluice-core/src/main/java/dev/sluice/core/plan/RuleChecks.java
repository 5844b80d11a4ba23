package dev.sluice.core.plan;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import dev.sluice.core.type.ColumnType.Array;
import dev.sluice.core.type.ColumnType.Fixed;
import dev.sluice.core.type.ColumnType.MapType;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.type.Conversions;
import dev.sluice.core.type.Literals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a rule, given the types of its columns. It is told from the forms of the rule's options alone, so that
 * it holds for every plug-in that follows them: a {@link OptionType.Regex} is for text; {@code min} and {@code max} are
 * values of the column where they are texts, and lengths where they are whole numbers; {@code values} are values of the
 * column.
 */
final class RuleChecks {
    private final PlannedRule rule;
    private final TargetColumn column;
    private final List<Problem> problems = new ArrayList<>();

    private RuleChecks(PlannedRule rule, TargetColumn column) {
        this.rule = rule;
        this.column = column;
    }

    static List<Problem> of(PlannedRule rule, List<TargetColumn> target) {
        return target.stream()
                .filter(column -> rule.reads().contains(column.name()))
                .flatMap(column -> new RuleChecks(rule, column).check().stream())
                .toList();
    }

    private List<Problem> check() {
        Options options = rule.step().options();
        for (Option<?> option : rule.step().plugin().descriptor().options()) {
            Object value = options.find(option).orElse(null);
            if (value != null) {
                check(option, value);
            }
        }
        bounds(options);
        return problems;
    }

    private void check(Option<?> option, Object value) {
        boolean bound = option.name().equals("min") || option.name().equals("max");
        if (option.type() instanceof OptionType.Regex && column.type() != Primitive.STRING) {
            unfit(option, "a pattern is for text", "use a type of string, or a rule of another kind");
        } else if (bound && option.type() instanceof OptionType.Whole && !hasLength(column.type())) {
            unfit(option, "a length is for text, bytes, arrays and maps", "use range for the size of a number");
        } else if (bound && option.type() instanceof OptionType.Text) {
            if (!Conversions.isOrdered(column.type())) {
                unfit(option, "its values have no order", null);
            } else {
                literal(option, (String) value);
            }
        } else if (option.name().equals("values") && value instanceof List<?> values) {
            values.stream().filter(String.class::isInstance).forEach(each -> literal(option, (String) each));
        }
    }

    private void bounds(Options options) {
        Option<?> min = option("min").orElse(null);
        Option<?> max = option("max").orElse(null);
        Object low = min == null ? null : options.find(min).orElse(null);
        Object high = max == null ? null : options.find(max).orElse(null);
        if (low == null || high == null || max == null) {
            return;
        }
        boolean empty = false;
        if (low instanceof Long least && high instanceof Long most) {
            empty = least > most;
        } else if (low instanceof String least && high instanceof String most) {
            empty = Literals.compare(column.type(), least, most).orElse(0) > 0;
        }
        if (empty) {
            add(
                    max,
                    ErrorCode.EMPTY_RANGE,
                    "'%s' allows no value: min %s lies above max %s".formatted(name(), low, high),
                    null);
        }
    }

    private void literal(Option<?> option, String text) {
        if (!Literals.isValid(column.type(), text)) {
            add(
                    option,
                    ErrorCode.INVALID_LITERAL,
                    "'%s': '%s' is no value of the column '%s' of type %s"
                            .formatted(name(), text, column.name(), column.type()),
                    null);
        }
    }

    private void unfit(Option<?> option, String why, @Nullable String hint) {
        add(
                option,
                ErrorCode.RULE_TYPE,
                "'%s' does not suit the column '%s' of type %s: %s"
                        .formatted(name(), column.name(), column.type(), why),
                hint);
    }

    private void add(Option<?> option, ErrorCode code, String message, @Nullable String hint) {
        Location location = rule.step().options().location(option);
        problems.add(Problem.at(location == null ? rule.step().location() : location, code, message)
                .withHint(hint));
    }

    private Optional<Option<?>> option(String name) {
        return rule.step().plugin().descriptor().option(name);
    }

    private String name() {
        return rule.step().name();
    }

    private static boolean hasLength(ColumnType type) {
        return type == Primitive.STRING
                || type == Primitive.BINARY
                || type instanceof Fixed
                || type instanceof Array
                || type instanceof MapType;
    }
}
