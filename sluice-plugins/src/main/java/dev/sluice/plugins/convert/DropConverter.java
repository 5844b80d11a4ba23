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

/** Removes columns, so that later steps and the target cannot take them by mistake. */
public final class DropConverter implements Converter {
    public static final Option<List<String>> COLUMNS =
            Option.required("columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns to remove.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("drop", "Removes columns.", COLUMNS);
    }

    @Override
    public Footprint footprint(Options options) {
        return new Footprint(options.get(COLUMNS), Map.of(), options.get(COLUMNS), true);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        return List.of();
    }
}
