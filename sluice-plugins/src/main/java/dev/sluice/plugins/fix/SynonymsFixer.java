package dev.sluice.plugins.fix;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.row.RowContext;
import dev.sluice.api.row.RowFixer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replaces a word by the one that is meant. */
public final class SynonymsFixer implements RowFixer {
    public static final Option<Map<String, String>> VALUES = Option.required(
            "values",
            new OptionType.MapOf<>(new OptionType.Text(), new OptionType.Text()),
            "Words that occur, and what each stands for, such as `{female: f, woman: f}`.");
    public static final Option<Boolean> IGNORE_CASE =
            Option.of("ignoreCase", new OptionType.Flag(), true, "Whether upper and lower case letters are the same.");

    private Map<String, String> meanings = Map.of();
    private boolean ignoreCase;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("synonyms", "Replaces a word by the one that it stands for.", VALUES, IGNORE_CASE);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>();
        if (options.get(VALUES).isEmpty()) {
            problems.add(Problem.at(options.location(VALUES), ErrorCode.EMPTY_VALUE, "values holds no synonym"));
        }
        Map<String, String> seen = new HashMap<>();
        options.get(VALUES).forEach((word, meaning) -> {
            String before = seen.putIfAbsent(key(word, options.get(IGNORE_CASE)), meaning);
            if (before != null && !before.equals(meaning)) {
                problems.add(Problem.at(
                        options.location(VALUES),
                        ErrorCode.UNFIT_OPTIONS,
                        "'%s' stands for both '%s' and '%s'".formatted(word, before, meaning)));
            }
        });
        return problems;
    }

    @Override
    public void open(Options options, RowContext context) {
        ignoreCase = options.get(IGNORE_CASE);
        Map<String, String> all = new HashMap<>();
        options.get(VALUES).forEach((word, meaning) -> all.put(key(word, ignoreCase), meaning));
        meanings = all;
    }

    private static String key(String word, boolean ignoreCase) {
        return ignoreCase ? word.toLowerCase(Locale.ROOT) : word;
    }

    @Override
    public @Nullable String fix(String column, String text) {
        return meanings.get(key(text, ignoreCase));
    }
}
