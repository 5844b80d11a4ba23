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
import dev.sluice.api.Template;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Puts columns together into a text. */
public final class ConcatConverter implements Converter {
    /** What a null among the columns makes of the text. */
    public enum Nulls {
        NULL_TEXT,
        EMPTY
    }

    public static final Option<String> INTO =
            Option.required("into", new OptionType.NewColumn(), "The column to make.");
    public static final Option<String> TEMPLATE = Option.required(
            "template",
            new OptionType.Text(),
            "The text, with columns in braces: '{first} {last}'. Doubled braces stand for single ones.");
    public static final Option<Nulls> NULLS = Option.of(
            "nulls",
            new OptionType.Choice<>(Nulls.class),
            Nulls.NULL_TEXT,
            "Where a column is null: the whole text is null (null_text), or the column counts as empty (empty).");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("concat", "Puts columns together into a text.", INTO, TEMPLATE, NULLS);
    }

    @Override
    public List<Problem> check(Options options) {
        try {
            boolean constant = Template.parse(options.get(TEMPLATE)).columns().isEmpty();
            return constant
                    ? List.of(Texts.unfit(options, TEMPLATE, "the template names no column, such as {name}"))
                    : List.of();
        } catch (IllegalArgumentException e) {
            return List.of(Texts.unfit(options, TEMPLATE, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public Footprint footprint(Options options) {
        return new Footprint(
                Template.parse(options.get(TEMPLATE)).columns(),
                Map.of(options.get(INTO), Texts.STRING),
                List.of(),
                options.get(NULLS) == Nulls.NULL_TEXT);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        boolean empty = options.get(NULLS) == Nulls.EMPTY;
        Column[] parts = Template.parse(options.get(TEMPLATE)).parts().stream()
                .map(part -> part.place() ? column(context, part.text(), empty) : functions.lit(part.text()))
                .toArray(Column[]::new);
        return List.of(ConvertedColumn.of(options.get(INTO), functions.concat(parts)));
    }

    private static Column column(StepContext context, String name, boolean empty) {
        Column text = Texts.of(context, name);
        return empty ? functions.coalesce(text, functions.lit("")) : text;
    }
}
