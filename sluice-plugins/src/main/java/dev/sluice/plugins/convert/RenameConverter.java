package dev.sluice.plugins.convert;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.StepContext;
import java.util.List;
import java.util.Map;

/** Gives columns other names; all at once, so that two can be swapped. */
public final class RenameConverter implements Converter {
    public static final Option<Map<String, String>> COLUMNS = Option.required(
            "columns",
            new OptionType.MapOf<>(new OptionType.ColumnName(), new OptionType.NewColumn()),
            "The present names, each with the new one.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("rename", "Gives columns other names.", COLUMNS);
    }

    @Override
    public List<Problem> check(Options options) {
        return Texts.twice(options, COLUMNS, options.get(COLUMNS).values());
    }

    @Override
    public Footprint footprint(Options options) {
        Map<String, String> columns = options.get(COLUMNS);
        List<String> removed = columns.keySet().stream()
                .filter(name -> !columns.containsValue(name))
                .toList();
        return CopyConverter.footprint(columns, removed);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        return options.get(COLUMNS).entrySet().stream()
                .map(entry -> ConvertedColumn.of(entry.getValue(), context.column(entry.getKey())))
                .toList();
    }
}
