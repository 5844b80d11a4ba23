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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes columns of the values of others, which stay. */
public final class CopyConverter implements Converter {
    public static final Option<Map<String, String>> COLUMNS = Option.required(
            "columns",
            new OptionType.MapOf<>(new OptionType.ColumnName(), new OptionType.NewColumn()),
            "The columns to copy, each with the name of its copy.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("copy", "Copies columns under further names.", COLUMNS);
    }

    @Override
    public List<Problem> check(Options options) {
        return Texts.twice(options, COLUMNS, options.get(COLUMNS).values());
    }

    @Override
    public Footprint footprint(Options options) {
        return footprint(options.get(COLUMNS), List.of());
    }

    static Footprint footprint(Map<String, String> columns, List<String> removed) {
        Map<String, String> writes = new LinkedHashMap<>();
        Map<String, List<String>> sources = new LinkedHashMap<>();
        columns.forEach((from, to) -> {
            writes.put(to, Footprint.UNKNOWN);
            sources.put(to, List.of(from));
        });
        return new Footprint(List.copyOf(columns.keySet()), writes, removed, true, sources);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        return options.get(COLUMNS).entrySet().stream()
                .map(entry -> ConvertedColumn.of(entry.getValue(), context.column(entry.getKey())))
                .toList();
    }
}
