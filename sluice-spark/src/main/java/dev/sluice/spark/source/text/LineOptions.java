package dev.sluice.spark.source.text;

import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import java.io.Serializable;
import java.util.List;

/**
 * What formats with one record on each line have in common.
 *
 * @param headerLines how many lines at a file's beginning are no records
 * @param comment the text that begins lines to pass over; empty for none
 * @param nullTokens which values are null
 */
public record LineOptions(int headerLines, String comment, List<String> nullTokens) implements Serializable {
    public static final Option<Long> HEADER_LINES = Option.of(
            "headerLines",
            new OptionType.Whole(0, 1_000),
            0L,
            "How many lines at a file's beginning are passed over; blank lines and comments do not count.");
    public static final Option<String> COMMENT = Option.optional(
            "comment", new OptionType.Text(), "The text that begins lines to be passed over, such as #.");
    public static final Option<List<String>> NULL_TOKENS = Option.of(
            "nullTokens", new OptionType.ListOf<>(new OptionType.Text()), List.of(""), "Which values are null.");

    /** No header, no comments; empty values are null. */
    public static final LineOptions USUAL = new LineOptions(0, "", List.of(""));

    public LineOptions {
        nullTokens = List.copyOf(nullTokens);
    }

    public static LineOptions of(Options options) {
        return new LineOptions(
                Math.toIntExact(options.get(HEADER_LINES)),
                options.find(COMMENT).orElse(""),
                options.get(NULL_TOKENS));
    }
}
