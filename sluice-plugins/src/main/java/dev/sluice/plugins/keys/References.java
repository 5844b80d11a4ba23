package dev.sluice.plugins.keys;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.KeyLookup.Others;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import java.util.List;

/** The options that name the table or file in which keys are looked up. */
final class References {
    static final Option<String> TABLE =
            Option.optional("table", new OptionType.Text(), "The project's table to look in; it must exist.");
    static final Option<String> FILE = Option.optional(
            "file",
            new OptionType.Text(),
            "The file to look in, from the project's folder on: `.csv` (UTF-8, with a header), `.jsonl`, `.json`"
                    + " (JSON Lines) or `.parquet`.");
    static final Option<List<String>> KEY = Option.of(
            "key",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Its columns that make the key. Default: those of the same names as the row's.");

    private References() {}

    static List<Problem> check(Options options, int columns) {
        if (options.find(TABLE).isPresent() == options.find(FILE).isPresent()) {
            return List.of(Problem.at(options.location(), ErrorCode.UNFIT_OPTIONS, "either table or file must be set"));
        }
        int keys = options.get(KEY).size();
        return keys > 0 && keys != columns
                ? List.of(Problem.at(
                        options.location(KEY),
                        ErrorCode.UNFIT_OPTIONS,
                        "a key of %d columns cannot be looked up as one of %d".formatted(columns, keys)))
                : List.of();
    }

    static Others others(Options options) {
        return options.find(TABLE)
                .<Others>map(Others.Table::new)
                .orElseGet(() -> new Others.File(options.find(FILE).orElse("")));
    }

    static List<String> keys(Options options, List<String> columns) {
        return options.get(KEY).isEmpty() ? columns : options.get(KEY);
    }

    /** What messages call it. */
    static String name(Options options) {
        return options.find(TABLE).orElseGet(() -> options.find(FILE).orElse("?"));
    }
}
