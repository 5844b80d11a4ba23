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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/** Divides a text at a literal separator into as many columns as are named. */
public final class SplitConverter implements Converter {
    /** What to do with more parts than columns. */
    public enum Extra {
        FAIL,
        LAST,
        DROP
    }

    /** What to do with fewer parts than columns. */
    public enum Missing {
        FAIL,
        LEAVE_NULL
    }

    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to divide.");
    public static final Option<String> SEPARATOR =
            Option.required("separator", new OptionType.Text(), "The text between two parts, taken literally.");
    public static final Option<List<String>> INTO = Option.required(
            "into", new OptionType.ListOf<>(new OptionType.NewColumn()), "The columns to make, one for each part.");
    public static final Option<Extra> EXTRA = Option.of(
            "extra",
            new OptionType.Choice<>(Extra.class),
            Extra.FAIL,
            "More parts than columns: a reason (fail), kept with the last part (last), or dropped (drop).");
    public static final Option<Missing> MISSING = Option.of(
            "missing",
            new OptionType.Choice<>(Missing.class),
            Missing.FAIL,
            "Fewer parts than columns: a reason (fail), or null in those that are left over (leave_null).");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("split", "Divides a text into columns.", COLUMN, SEPARATOR, INTO, EXTRA, MISSING);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>(Texts.twice(options, INTO, options.get(INTO)));
        if (options.get(SEPARATOR).isEmpty()) {
            problems.add(Texts.unfit(options, SEPARATOR, "the separator is empty"));
        }
        return problems;
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.from(options.get(COLUMN), options.get(INTO), Texts.STRING);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        List<String> into = options.get(INTO);
        Column text = Texts.of(context, options.get(COLUMN));
        String separator = options.get(SEPARATOR);
        int limit = options.get(EXTRA) == Extra.LAST ? into.size() : 0;
        Failure failure = failure(options, context.functions().partCount(text, separator));
        return IntStream.range(0, into.size())
                .mapToObj(i ->
                        new ConvertedColumn(into.get(i), context.functions().part(text, separator, limit, i), failure))
                .toList();
    }

    private static @Nullable Failure failure(Options options, Column parts) {
        int wanted = options.get(INTO).size();
        boolean few = options.get(MISSING) == Missing.FAIL;
        boolean many = options.get(EXTRA) == Extra.FAIL;
        if (!few && !many) {
            return null;
        }
        Column fails = few && many ? parts.notEqual(wanted) : few ? parts.lt(wanted) : parts.gt(wanted);
        String message = "'{value}' does not divide at '%s' into %s%d parts"
                .formatted(
                        Template.literal(options.get(SEPARATOR)),
                        few && many ? "" : few ? "at least " : "at most ",
                        wanted);
        return Failure.when(fails, ReasonCode.NOT_SPLITTABLE, options.get(COLUMN), message);
    }
}
