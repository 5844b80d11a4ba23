package dev.sluice.plugins.convert;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.StepContext;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Makes null of values that mean nothing, such as {@code N/A}. */
public final class NullIfConverter implements Converter {
    public static final Option<List<String>> COLUMNS =
            Option.required("columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns to look at.");
    public static final Option<List<String>> VALUES = Option.required(
            "values",
            new OptionType.ListOf<>(new OptionType.Text()),
            "The texts that mean null. They must equal the whole value.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("null_if", "Makes null of values that mean nothing.", COLUMNS, VALUES);
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.inPlace(options.get(COLUMNS), Footprint.UNKNOWN, true);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        Object[] values = options.get(VALUES).toArray();
        return options.get(COLUMNS).stream()
                .distinct()
                .map(column -> {
                    Column meant = functions.not(Texts.of(context, column).isin(values));
                    return ConvertedColumn.of(column, functions.when(meant, context.column(column)));
                })
                .toList();
    }
}
