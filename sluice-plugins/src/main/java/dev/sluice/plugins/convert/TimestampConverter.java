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
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.Column;

/** Reads timestamps of one or several patterns. */
public final class TimestampConverter implements Converter {
    /** The types of timestamps. */
    public enum Type {
        TIMESTAMP,
        TIMESTAMPTZ
    }

    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to read.");
    public static final Option<List<String>> FORMATS = Option.of(
            "formats",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Patterns, tried in order; ISO 8601 by default. One without a time of day gives midnight.");
    public static final Option<Type> TYPE = Option.of(
            "as",
            new OptionType.Choice<>(Type.class),
            Type.TIMESTAMP,
            "timestamp (local time as it stands) or timestamptz (an instant).");
    public static final Option<ZoneId> ZONE = Option.optional(
            "zone", new OptionType.Zone(), "The zone of texts that carry none; the pipeline's by default.");
    public static final Option<String> INTO =
            Option.optional("into", new OptionType.NewColumn(), "The column to make; the one that is read by default.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "timestamp", "Reads timestamps of one or several patterns.", COLUMN, FORMATS, TYPE, ZONE, INTO);
    }

    @Override
    public List<Problem> check(Options options) {
        return Texts.patterns(options, FORMATS, TimePattern.Use.TIMESTAMP);
    }

    @Override
    public Footprint footprint(Options options) {
        String type = options.get(TYPE) == Type.TIMESTAMP ? "timestamp" : "timestamptz";
        return Texts.from(options.get(COLUMN), List.of(into(options)), type);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        String column = options.get(COLUMN);
        List<String> formats = options.get(FORMATS);
        Column text = Texts.of(context, column);
        ZoneId zone = options.find(ZONE).orElseGet(context::zone);
        Column timestamp = options.get(TYPE) == Type.TIMESTAMP
                ? context.functions().localTimestamp(text, formats, zone)
                : context.functions().timestamp(text, formats, zone);
        String message =
                "'{value}' is not a timestamp in the form " + Template.literal(Texts.forms(formats, "of ISO 8601"));
        return List.of(new ConvertedColumn(
                into(options), timestamp, Failure.ifNull(ReasonCode.NOT_A_TIMESTAMP, column, message)));
    }

    private static String into(Options options) {
        return options.find(INTO).orElseGet(() -> options.get(COLUMN));
    }
}
