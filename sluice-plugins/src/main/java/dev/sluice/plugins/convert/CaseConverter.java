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

/** Changes the case of letters. */
public final class CaseConverter implements Converter {
    /** The case wanted. */
    public enum Case {
        LOWER,
        UPPER,
        TITLE
    }

    public static final Option<List<String>> COLUMNS =
            Option.required("columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns to change.");
    public static final Option<Case> TO = Option.required(
            "to",
            new OptionType.Choice<>(Case.class),
            "lower, upper, or title (the first letter of each word is upper).");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("case", "Changes the case of letters.", COLUMNS, TO);
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.inPlace(options.get(COLUMNS), Texts.STRING, true);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        return options.get(COLUMNS).stream()
                .distinct()
                .map(column -> ConvertedColumn.of(column, change(Texts.of(context, column), options.get(TO), context)))
                .toList();
    }

    private static Column change(Column text, Case to, StepContext context) {
        return switch (to) {
            case LOWER -> functions.lower(text);
            case UPPER -> functions.upper(text);
            case TITLE -> context.functions().titleCase(text);
        };
    }
}
