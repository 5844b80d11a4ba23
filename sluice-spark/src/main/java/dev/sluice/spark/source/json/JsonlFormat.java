package dev.sluice.spark.source.json;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextFormat;
import java.util.List;

/** JSON Lines: one object on each line. */
public final class JsonlFormat implements TextFormat {
    public static final Option<Long> MAX_DEPTH = Option.of(
            "maxDepth",
            new OptionType.Whole(1, 10_000),
            200L,
            "How deeply objects and lists may be nested, the record's own object included.");
    public static final Option<Long> MAX_DIGITS = Option.of(
            "maxDigits",
            new OptionType.Whole(1, 1_000_000),
            1_000L,
            "How many characters a number may have in a field that is read.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "jsonl",
                "JSON Lines: one JSON object on each line.",
                StreamOptions.ENCODING,
                StreamOptions.MAX_RECORD_SIZE,
                MAX_DEPTH,
                MAX_DIGITS,
                StreamOptions.MAX_RATIO);
    }

    @Override
    public List<Problem> check(Options options) {
        return StreamOptions.check(options);
    }

    @Override
    public RecordFormat records(Options options) {
        return new JsonlDialect(
                Math.toIntExact(options.get(MAX_DEPTH)),
                Math.toIntExact(options.get(MAX_DIGITS)),
                StreamOptions.of(options));
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return false;
    }
}
