package dev.sluice.plugins.convert;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Failure;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.TimePattern;
import java.util.List;
import org.apache.spark.sql.Column;

/** Reads dates of one or several patterns. */
public final class DateConverter implements Converter {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to read.");
    public static final Option<List<String>> FORMATS = Option.of(
            "formats",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Patterns, tried in order; yyyy-MM-dd by default.");
    public static final Option<String> INTO =
            Option.optional("into", new OptionType.NewColumn(), "The column to make; the one that is read by default.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("date", "Reads dates of one or several patterns.", COLUMN, FORMATS, INTO);
    }

    @Override
    public List<Problem> check(Options options) {
        return Texts.patterns(options, FORMATS, TimePattern.Use.DATE);
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.from(options.get(COLUMN), List.of(into(options)), "date");
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        String column = options.get(COLUMN);
        List<String> formats = options.get(FORMATS);
        Column date = context.functions().date(Texts.of(context, column), formats);
        String message = "'{value}' is not a date in the form " + Template.literal(Texts.forms(formats, "yyyy-MM-dd"));
        return List.of(
                new ConvertedColumn(into(options), date, Failure.ifNull(ReasonCode.NOT_A_DATE, column, message)));
    }

    private static String into(Options options) {
        return options.find(INTO).orElseGet(() -> options.get(COLUMN));
    }
}
