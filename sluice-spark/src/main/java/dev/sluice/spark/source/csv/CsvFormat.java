package dev.sluice.spark.source.csv;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextFormat;
import java.util.List;

/** Text with one row per line, its cells separated by a character. */
public final class CsvFormat implements TextFormat {
    public static final Option<Boolean> HEADER = Option.of(
            "header",
            new OptionType.Flag(),
            true,
            "Whether the first record names the columns. Without it the source's declared columns stand for the cells in"
                    + " their order.");
    public static final Option<String> DELIMITER = Option.of(
            "delimiter",
            new OptionType.Character(),
            ",",
            "The character between two cells; the word tab for a tabulator.");
    public static final Option<String> QUOTE = Option.of(
            "quote",
            new OptionType.Character(),
            "\"",
            "The character around cells that may hold delimiters and line ends; none if cells are never quoted.");
    public static final Option<String> ESCAPE = Option.optional(
            "escape",
            new OptionType.Character(),
            "The character before a quote that belongs to a quoted cell's text. A doubled quote does so always.");
    public static final Option<String> COMMENT = Option.optional(
            "comment", new OptionType.Character(), "The character that begins lines to be passed over.");
    public static final Option<List<String>> NULL_TOKENS = Option.of(
            "nullTokens",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(""),
            "What an unquoted cell holds that is null.");
    public static final Option<Boolean> QUOTED_NULLS = Option.of(
            "quotedNulls",
            new OptionType.Flag(),
            false,
            "Whether a quoted cell that holds a null token is null too; if not, an empty quoted cell is an empty text.");
    public static final Option<Long> MAX_COLUMNS =
            Option.of("maxColumns", new OptionType.Whole(1, 1_000_000), 20_000L, "How many columns a header may have.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "csv",
                "Text with one row per line, its cells separated by a character and possibly quoted.",
                HEADER,
                DELIMITER,
                QUOTE,
                ESCAPE,
                COMMENT,
                NULL_TOKENS,
                QUOTED_NULLS,
                StreamOptions.ENCODING,
                StreamOptions.MAX_RECORD_SIZE,
                MAX_COLUMNS,
                StreamOptions.MAX_RATIO);
    }

    @Override
    public List<Problem> check(Options options) {
        return CsvOptions.check(options);
    }

    @Override
    public RecordFormat records(Options options) {
        return CsvOptions.dialect(options);
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return !options.get(HEADER);
    }
}
