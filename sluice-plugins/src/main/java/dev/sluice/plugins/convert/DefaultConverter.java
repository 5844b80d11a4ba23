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
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Puts a value where there is none. */
public final class DefaultConverter implements Converter {
    public static final Option<Map<String, String>> COLUMNS = Option.required(
            "columns",
            new OptionType.MapOf<>(new OptionType.ColumnName(), new OptionType.Text()),
            "The columns, each with the value that stands in for null, written as the column's type reads it.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("default", "Puts a value where there is none.", COLUMNS);
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.inPlace(options.get(COLUMNS).keySet(), Footprint.UNKNOWN, false);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        return options.get(COLUMNS).entrySet().stream()
                .map(entry -> {
                    Column value = functions.lit(entry.getValue()).cast(context.type(entry.getKey()));
                    return ConvertedColumn.of(
                            entry.getKey(), functions.coalesce(context.column(entry.getKey()), value));
                })
                .toList();
    }
}
