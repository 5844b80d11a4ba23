package dev.sluice.plugins.convert;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Failure;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import java.util.List;
import java.util.Map;

/** Makes a column by an SQL expression. */
public final class DeriveConverter implements Converter {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.NewColumn(), "The column to make; one of that name is replaced.");
    public static final Option<String> EXPRESSION =
            Option.required("expression", new OptionType.Sql(), "Spark SQL over the columns of the row.");
    public static final Option<String> TYPE = Option.optional(
            "as", new OptionType.TypeName(), "The type to cast the value to; the expression's own by default.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("derive", "Makes a column by an SQL expression.", COLUMN, EXPRESSION, TYPE);
    }

    @Override
    public Footprint footprint(Options options) {
        String type = options.find(TYPE).orElse(Footprint.UNKNOWN);
        return new Footprint(List.of(), Map.of(options.get(COLUMN), type), List.of(), false);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        String column = options.get(COLUMN);
        String expression = options.find(TYPE)
                .map(type -> context.functions().typed(options.get(EXPRESSION), type))
                .orElseGet(() -> options.get(EXPRESSION));
        if (context.reads().isEmpty()) {
            // A constant that cannot be evaluated is a fault of the pipeline, not of its rows.
            return List.of(ConvertedColumn.of(column, context.functions().constant(expression)));
        }
        Failure failure = Failure.when(
                        context.functions().fails(expression),
                        ReasonCode.EXPRESSION_FAILED,
                        context.reads().get(0),
                        Template.literal("%s = %s cannot be evaluated".formatted(column, options.get(EXPRESSION))))
                .withDetail(context.functions().failureText(expression));
        return List.of(new ConvertedColumn(column, context.functions().sql(expression), failure));
    }
}
