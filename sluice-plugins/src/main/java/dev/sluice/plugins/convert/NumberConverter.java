package dev.sluice.plugins.convert;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Converter;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Failure;
import dev.sluice.api.Footprint;
import dev.sluice.api.NumberStyle;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;

/** Reads numbers with separators, currencies and percent signs. */
public final class NumberConverter implements Converter {
    private static final Pattern NUMBER_TYPE = Pattern.compile("int|long|float|double|decimal\\s*\\(.*\\)");

    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to read.");
    public static final Option<String> TYPE = Option.required(
            "as", new OptionType.TypeName(), "The number's type: int, long, float, double or decimal(p,s).");
    public static final Option<String> DECIMAL =
            Option.of("decimal", new OptionType.Character(), ".", "The decimal separator.");
    public static final Option<String> GROUPING = Option.optional(
            "grouping",
            new OptionType.Character(),
            "The separator of groups of digits; a blank stands for every kind of space.");
    public static final Option<List<String>> STRIP = Option.of(
            "strip",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Signs or words that may stand around the number, such as € or EUR.");
    public static final Option<Boolean> PERCENT = Option.of(
            "percent", new OptionType.Flag(), false, "Whether a percent sign behind the number divides it by 100.");
    public static final Option<String> INTO =
            Option.optional("into", new OptionType.NewColumn(), "The column to make; the one that is read by default.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "number",
                "Reads numbers with separators, currencies and percent signs.",
                COLUMN,
                TYPE,
                DECIMAL,
                GROUPING,
                STRIP,
                PERCENT,
                INTO);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>();
        if (!NUMBER_TYPE.matcher(options.get(TYPE)).matches()) {
            problems.add(Texts.unfit(options, TYPE, "'%s' is not a type of numbers".formatted(options.get(TYPE))));
        }
        if (options.find(GROUPING).equals(options.find(DECIMAL))) {
            problems.add(Texts.unfit(options, GROUPING, "grouping and decimal are the same character"));
        }
        return problems;
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.from(options.get(COLUMN), List.of(into(options)), options.get(TYPE));
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        String column = options.get(COLUMN);
        NumberStyle style = new NumberStyle(
                options.get(DECIMAL), options.find(GROUPING).orElse(""), options.get(STRIP), options.get(PERCENT));
        Column number = context.functions().number(Texts.of(context, column), style, options.get(TYPE));
        String message = "'{value}' cannot be read as a number of type " + options.get(TYPE);
        return List.of(
                new ConvertedColumn(into(options), number, Failure.ifNull(ReasonCode.NOT_A_NUMBER, column, message)));
    }

    private static String into(Options options) {
        return options.find(INTO).orElseGet(() -> options.get(COLUMN));
    }
}
