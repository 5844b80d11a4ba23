package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Compares two columns of a row. Null on either side passes; NaN does not. */
public final class CompareValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<String> TO = Option.required(
            "to",
            new OptionType.Text(),
            "How it must stand to which column: `\">= ordered\"`. One of `<`, `<=`, `=`, `!=`, `>=`, `>`.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "compare",
                        "The value must stand to another column's as said, such as a date that must follow another.",
                        COLUMN,
                        TO)
                .withShorthand(TO);
    }

    @Override
    public List<Problem> check(Options options) {
        return Comparison.parse(options.get(TO)).isPresent()
                ? List.of()
                : List.of(Problem.at(
                                options.location(TO),
                                ErrorCode.UNFIT_OPTIONS,
                                "'%s' is no comparison with a column".formatted(options.get(TO)))
                        .withHint("write \">= column\""));
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN), comparison(options).other());
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        Comparison comparison = comparison(options);
        String other = comparison.other();
        if (!kind(context.type(column)).equals(kind(context.type(other)))) {
            throw new SluiceException(Problem.at(
                    options.location(TO),
                    ErrorCode.RULE_TYPE,
                    "Cannot compare the columns '%s' (%s) and '%s' (%s)"
                            .formatted(column, context.type(column), other, context.type(other))));
        }
        Column left = context.column(column);
        Column right = context.column(other);
        Column fails = comparison.operator().fails(left, right);
        for (String name : List.of(column, other)) {
            if (List.of("double", "float").contains(context.type(name))) {
                fails = fails.or(functions
                        .isnan(context.column(name))
                        .and(left.isNotNull())
                        .and(right.isNotNull()));
            }
        }
        String message = "%s is {%s}, not %s, which is {%s}"
                .formatted(Template.literal(column), column, Template.literal(comparison.toString()), other);
        return List.of(Check.of(ReasonCode.WRONG_ORDER, fails, List.of(column, other), message));
    }

    private static Comparison comparison(Options options) {
        return Comparison.parse(options.get(TO)).orElseGet(() -> new Comparison(Comparison.Operator.EQUAL, "?"));
    }

    /** Types of one kind are compared without a cast that could fail. */
    private static String kind(String type) {
        if (List.of("tinyint", "smallint", "int", "bigint", "float", "double").contains(type)
                || type.startsWith("decimal")) {
            return "number";
        }
        return type.equals("date") || type.startsWith("timestamp") ? "time" : type;
    }
}
