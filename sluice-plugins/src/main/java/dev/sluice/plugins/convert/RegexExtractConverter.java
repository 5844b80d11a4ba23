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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Takes the groups of a regular expression out of a text. */
public final class RegexExtractConverter implements Converter {
    /** What to do with a text that the pattern does not match. */
    public enum NoMatch {
        FAIL,
        LEAVE_NULL
    }

    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to look at.");
    public static final Option<Pattern> PATTERN = Option.required(
            "pattern",
            new OptionType.Regex(),
            "A regular expression, found anywhere in the text. ^ and $ bind it to its ends.");
    public static final Option<List<String>> INTO = Option.required(
            "into",
            new OptionType.ListOf<>(new OptionType.NewColumn()),
            "The columns to make, one for each group in brackets; of a pattern without groups, the whole match.");
    public static final Option<NoMatch> NO_MATCH = Option.of(
            "noMatch",
            new OptionType.Choice<>(NoMatch.class),
            NoMatch.FAIL,
            "A text that does not match: a reason (fail), or null (leave_null).");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "regex_extract",
                "Takes the groups of a regular expression out of a text.",
                COLUMN,
                PATTERN,
                INTO,
                NO_MATCH);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>(Texts.twice(options, INTO, options.get(INTO)));
        int groups = groups(options);
        int columns = options.get(INTO).size();
        if (columns != Math.max(1, groups)) {
            problems.add(Texts.unfit(
                    options,
                    INTO,
                    "the pattern has %d groups for %d columns; (?:…) brackets without making a group"
                            .formatted(groups, columns)));
        }
        return problems;
    }

    private static int groups(Options options) {
        return options.get(PATTERN).matcher("").groupCount();
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.from(options.get(COLUMN), options.get(INTO), Texts.STRING);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        String column = options.get(COLUMN);
        Column text = Texts.of(context, column);
        Pattern pattern = options.get(PATTERN);
        int first = groups(options) == 0 ? 0 : 1;
        List<String> into = options.get(INTO);
        Failure failure = options.get(NO_MATCH) == NoMatch.LEAVE_NULL
                ? null
                : Failure.when(
                        functions.not(context.functions().contains(text, pattern)),
                        ReasonCode.NO_MATCH,
                        column,
                        "'{value}' does not match " + Template.literal(pattern.pattern()));
        return IntStream.range(0, into.size())
                .mapToObj(i -> new ConvertedColumn(
                        into.get(i), context.functions().regexGroup(text, pattern, first + i), failure))
                .toList();
    }
}
