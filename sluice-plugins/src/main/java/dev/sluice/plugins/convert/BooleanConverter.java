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
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads words for true and false. */
public final class BooleanConverter implements Converter {
    public static final Option<List<String>> COLUMNS =
            Option.required("columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns to read.");
    public static final Option<List<String>> TRUE_WORDS = Option.of(
            "trueWords",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of("true", "t", "yes", "y", "1"),
            "The words for true, in any case.");
    public static final Option<List<String>> FALSE_WORDS = Option.of(
            "falseWords",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of("false", "f", "no", "n", "0"),
            "The words for false, in any case.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("boolean", "Reads words for true and false.", COLUMNS, TRUE_WORDS, FALSE_WORDS);
    }

    @Override
    public List<Problem> check(Options options) {
        List<String> falseWords = lower(options.get(FALSE_WORDS));
        return lower(options.get(TRUE_WORDS)).stream()
                .filter(falseWords::contains)
                .map(word -> Texts.unfit(options, TRUE_WORDS, "'%s' means both true and false".formatted(word)))
                .toList();
    }

    private static List<String> lower(List<String> words) {
        return words.stream().map(word -> word.strip().toLowerCase(Locale.ROOT)).toList();
    }

    @Override
    public Footprint footprint(Options options) {
        return Texts.inPlace(options.get(COLUMNS), "boolean", true);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context) {
        List<String> trueWords = options.get(TRUE_WORDS);
        List<String> falseWords = options.get(FALSE_WORDS);
        String words = String.join(
                ", ", Stream.concat(trueWords.stream(), falseWords.stream()).toList());
        return options.get(COLUMNS).stream()
                .distinct()
                .map(column -> new ConvertedColumn(
                        column,
                        context.functions().booleanWords(Texts.of(context, column), trueWords, falseWords),
                        Failure.ifNull(
                                ReasonCode.NOT_A_BOOLEAN, column, "'{value}' is none of " + Template.literal(words))))
                .toList();
    }
}
