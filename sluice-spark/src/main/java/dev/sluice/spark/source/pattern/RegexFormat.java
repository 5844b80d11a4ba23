package dev.sluice.spark.source.pattern;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.LineOptions;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines that a regular expression takes apart. */
public final class RegexFormat implements TextFormat {
    public static final Option<List<Pattern>> PATTERN = Option.required(
            "pattern",
            new OptionType.ListOf<>(new OptionType.Regex()),
            "The expression that a whole line must match; its named groups, such as (?<user>\\S+), are the columns. Of"
                    + " several the first that matches is taken.");
    public static final Option<List<String>> COLUMNS = Option.optional(
            "columns",
            new OptionType.ListOf<>(new OptionType.Text()),
            "Names of the pattern's groups in their order, instead of names in the pattern.");
    public static final Option<Long> MAX_STEPS = Option.of(
            "maxSteps",
            new OptionType.Whole(1_000, 1_000_000_000),
            1_000_000L,
            "How many characters may be looked at, again and again, to match a line before it is given up; 64 for each"
                    + " byte of the line are always allowed.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "regex",
                "Log lines that a regular expression takes apart.",
                PATTERN,
                COLUMNS,
                MAX_STEPS,
                LineOptions.NULL_TOKENS,
                LineOptions.HEADER_LINES,
                LineOptions.COMMENT,
                StreamOptions.ENCODING,
                StreamOptions.MAX_RECORD_SIZE,
                StreamOptions.MAX_RATIO);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>(StreamOptions.check(options));
        if (options.get(PATTERN).isEmpty()) {
            problems.add(problem(options, PATTERN, "pattern holds no expression"));
        }
        int names = options.find(COLUMNS).map(List::size).orElse(0);
        for (Pattern pattern : options.get(PATTERN)) {
            if (options.find(COLUMNS).isPresent()) {
                int count = LinePattern.groupCount(pattern);
                if (count < names) {
                    problems.add(problem(
                            options, COLUMNS, "columns has %d names, the pattern %d groups".formatted(names, count)));
                }
            } else if (LinePattern.named(pattern).columns().isEmpty()) {
                problems.add(problem(options, PATTERN, "pattern names no group, as in (?<user>\\S+)"));
            }
        }
        return problems;
    }

    private static Problem problem(Options options, Option<?> option, String message) {
        return Problem.at(options.location(option), ErrorCode.UNFIT_OPTIONS, message);
    }

    @Override
    public RecordFormat records(Options options) {
        List<LinePattern> patterns = options.get(PATTERN).stream()
                .map(pattern -> options.find(COLUMNS)
                        .map(columns -> LinePattern.numbered(pattern, columns))
                        .orElseGet(() -> LinePattern.named(pattern)))
                .toList();
        return new PatternDialect(patterns, options.get(MAX_STEPS), LineOptions.of(options), StreamOptions.of(options));
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return false;
    }
}
