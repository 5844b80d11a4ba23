package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Bounds numbers, dates and timestamps. Null passes; NaN does not. */
public final class RangeValidator implements Validator {
    /** Which bounds are themselves not allowed. */
    public enum Exclusive {
        NONE,
        MIN,
        MAX,
        BOTH
    }

    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<String> MIN =
            Option.optional("min", new OptionType.Text(), "The least value, as the column's type reads it.");
    public static final Option<String> MAX =
            Option.optional("max", new OptionType.Text(), "The greatest value, as the column's type reads it.");
    public static final Option<Exclusive> EXCLUSIVE = Option.of(
            "exclusive",
            new OptionType.Choice<>(Exclusive.class),
            Exclusive.NONE,
            "Which bounds are themselves not allowed: none, min, max or both.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("range", "The value must lie between two bounds.", COLUMN, MIN, MAX, EXCLUSIVE);
    }

    @Override
    public List<Problem> check(Options options) {
        return options.find(MIN).isEmpty() && options.find(MAX).isEmpty()
                ? List.of(Problem.at(options.location(), ErrorCode.UNFIT_OPTIONS, "a range needs min, max or both"))
                : List.of();
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String name = options.get(COLUMN);
        Column value = context.column(name);
        String type = context.type(name);
        Exclusive exclusive = options.get(EXCLUSIVE);
        boolean above = exclusive == Exclusive.MIN || exclusive == Exclusive.BOTH;
        boolean below = exclusive == Exclusive.MAX || exclusive == Exclusive.BOTH;
        Stream<Column> low = options.find(MIN).map(min -> Bound.of(min, type)).stream()
                .map(min -> above ? value.leq(min) : value.lt(min));
        Stream<Column> high = options.find(MAX).map(max -> Bound.of(max, type)).stream()
                .map(max -> below ? value.geq(max) : value.gt(max));
        Stream<Column> nan = type.equals("double") || type.equals("float")
                ? Stream.of(functions.isnan(value).and(value.isNotNull()))
                : Stream.empty();
        Column fails = Stream.of(low, high, nan)
                .flatMap(each -> each)
                .reduce(Column::or)
                .orElseThrow();
        String bounds = Stream.concat(
                        options.find(MIN).map(min -> (above ? "above " : "at least ") + min).stream(),
                        options.find(MAX).map(max -> (below ? "below " : "at most ") + max).stream())
                .collect(Collectors.joining(" and "));
        String message = "%s is {%s}, not %s".formatted(Template.literal(name), name, Template.literal(bounds));
        return List.of(Check.of(ReasonCode.OUT_OF_RANGE, fails, List.of(name), message));
    }
}
