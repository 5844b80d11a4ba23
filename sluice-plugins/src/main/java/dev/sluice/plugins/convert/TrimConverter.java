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

/** Removes white space around texts. */
public final class TrimConverter implements Converter {
    /** Where to trim. */
    public enum Side {
        BOTH,
        LEFT,
        RIGHT
    }

    /** ASCII control blanks and every Unicode space. */
    private static final String BLANKS =
            " \t\n\r\f\u000B\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A"
                    + "\u2028\u2029\u202F\u205F\u3000\uFEFF";

    public static final Option<List<String>> COLUMNS =
            Option.required("columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns to trim.");
    public static final Option<Side> SIDE =
            Option.of("side", new OptionType.Choice<>(Side.class), Side.BOTH, "Which side: both, left or right.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("trim", "Removes white space around texts.", COLUMNS, SIDE);
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.inPlace(options.get(COLUMNS), Texts.STRING, true);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        return options.get(COLUMNS).stream()
                .distinct()
                .map(column -> ConvertedColumn.of(column, trim(Texts.of(context, column), options.get(SIDE))))
                .toList();
    }

    private static Column trim(Column text, Side side) {
        Column blanks = functions.lit(BLANKS);
        return switch (side) {
            case BOTH -> functions.trim(text, blanks);
            case LEFT -> functions.ltrim(text, blanks);
            case RIGHT -> functions.rtrim(text, blanks);
        };
    }
}
