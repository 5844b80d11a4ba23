package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Refuses certain values. Null passes. */
public final class NotInSetValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<List<String>> VALUES = Option.required(
            "values",
            new OptionType.ListOf<>(new OptionType.Text()),
            "The values refused, as the column's type reads them.");
    public static final Option<Boolean> IGNORE_CASE =
            Option.of("ignoreCase", new OptionType.Flag(), false, "Whether upper and lower case letters are the same.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("not_in_set", "The value must be none of a list.", COLUMN, VALUES, IGNORE_CASE)
                .withShorthand(VALUES);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        List<String> values = options.get(VALUES);
        Column refused = options.get(IGNORE_CASE)
                ? functions
                        .lower(context.column(column).cast("string"))
                        .isin(values.stream()
                                .map(value -> (Object) value.toLowerCase(Locale.ROOT))
                                .toArray())
                : context.column(column)
                        .isin(values.stream()
                                .map(value -> (Object) Bound.of(value, context.type(column)))
                                .toArray());
        return List.of(Check.of(
                ReasonCode.FORBIDDEN_VALUE,
                refused,
                List.of(column),
                "'{%s}' is not allowed in %s".formatted(column, Template.literal(column))));
    }
}
