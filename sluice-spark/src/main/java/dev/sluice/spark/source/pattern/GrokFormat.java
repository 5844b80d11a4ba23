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
import java.util.Map;

/** Log lines that a Grok pattern takes apart. */
public final class GrokFormat implements TextFormat {
    public static final Option<List<String>> PATTERN = Option.required(
            "pattern",
            new OptionType.ListOf<>(new OptionType.Text()),
            "The Grok pattern that a whole line must match, such as %{IP:client} %{NUMBER:bytes}; what it names are the"
                    + " columns. Of several the first that matches is taken.");
    public static final Option<Map<String, String>> DEFINITIONS = Option.of(
            "definitions",
            new OptionType.MapOf<>(new OptionType.Text(), new OptionType.Text()),
            Map.of(),
            "Patterns by name, which may refer to one another and to those that are built in, and go before them.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "grok",
                "Log lines that a Grok pattern takes apart.",
                PATTERN,
                DEFINITIONS,
                RegexFormat.MAX_STEPS,
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
            problems.add(problem(options, "pattern holds no pattern"));
        }
        for (String pattern : options.get(PATTERN)) {
            try {
                if (GrokPatterns.of(pattern, options.get(DEFINITIONS)).columns().isEmpty()) {
                    problems.add(problem(options, "'%s' names no column, as in %%{IP:client}".formatted(pattern)));
                }
            } catch (IllegalArgumentException e) {
                problems.add(problem(options, "'%s' is no Grok pattern: %s".formatted(pattern, firstLine(e))));
            }
        }
        return problems;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static Problem problem(Options options, String message) {
        return Problem.at(options.location(PATTERN), ErrorCode.UNFIT_OPTIONS, message);
    }

    @Override
    public RecordFormat records(Options options) {
        List<LinePattern> patterns = options.get(PATTERN).stream()
                .map(pattern -> GrokPatterns.of(pattern, options.get(DEFINITIONS)))
                .toList();
        return new PatternDialect(
                patterns, options.get(RegexFormat.MAX_STEPS), LineOptions.of(options), StreamOptions.of(options));
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return false;
    }
}
