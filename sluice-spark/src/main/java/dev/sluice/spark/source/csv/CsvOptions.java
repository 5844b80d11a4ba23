package dev.sluice.spark.source.csv;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.StreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pipeline's options as a dialect. */
final class CsvOptions {
    private static final String NONE = "none";
    private static final String TAB = "tab";

    private CsvOptions() {}

    static CsvDialect dialect(Options options) {
        return new CsvDialect(
                options.get(CsvFormat.HEADER),
                character(options, CsvFormat.DELIMITER).orElseThrow(),
                ascii(options, CsvFormat.QUOTE),
                ascii(options, CsvFormat.ESCAPE),
                ascii(options, CsvFormat.COMMENT),
                options.get(CsvFormat.NULL_TOKENS),
                options.get(CsvFormat.QUOTED_NULLS),
                Math.toIntExact(options.get(CsvFormat.MAX_COLUMNS)),
                StreamOptions.of(options));
    }

    static List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>(StreamOptions.check(options));
        List<Option<String>> characters =
                List.of(CsvFormat.DELIMITER, CsvFormat.QUOTE, CsvFormat.ESCAPE, CsvFormat.COMMENT);
        if (character(options, CsvFormat.DELIMITER).isEmpty()) {
            problems.add(problem(options, CsvFormat.DELIMITER, "delimiter cannot be none"));
        }
        for (int i = 0; i < characters.size(); i++) {
            Option<String> option = characters.get(i);
            Optional<String> value = character(options, option);
            if (value.isEmpty()) {
                continue;
            }
            if (value.get().equals("\n") || value.get().equals("\r")) {
                problems.add(problem(options, option, option.name() + " cannot be a line end"));
            }
            if (option != CsvFormat.DELIMITER
                    && (value.get().length() != 1 || value.get().charAt(0) > 127)) {
                problems.add(problem(options, option, option.name() + " must be an ASCII character"));
            }
            for (Option<String> other : characters.subList(0, i)) {
                boolean doubledQuote = option == CsvFormat.ESCAPE && other == CsvFormat.QUOTE;
                if (!doubledQuote && character(options, other).equals(value)) {
                    problems.add(
                            problem(options, option, "%s and %s are the same".formatted(option.name(), other.name())));
                }
            }
        }
        return problems;
    }

    private static Problem problem(Options options, Option<?> option, String message) {
        return Problem.at(options.location(option), ErrorCode.UNFIT_OPTIONS, message);
    }

    private static Optional<String> character(Options options, Option<String> option) {
        return options.find(option)
                .filter(value -> !value.equals(NONE) && !value.isEmpty())
                .map(value -> value.equals(TAB) ? "\t" : value);
    }

    private static int ascii(Options options, Option<String> option) {
        return character(options, option)
                .map(value -> (int) value.charAt(0))
                .filter(c -> option != CsvFormat.ESCAPE || c != ascii(options, CsvFormat.QUOTE))
                .orElse(-1);
    }
}
