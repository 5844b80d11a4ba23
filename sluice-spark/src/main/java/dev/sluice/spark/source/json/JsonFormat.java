package dev.sluice.spark.source.json;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.spark.source.text.RecordFormat;
import dev.sluice.spark.source.text.StreamOptions;
import dev.sluice.spark.source.text.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON documents: records in a list, somewhere within. */
public final class JsonFormat implements TextFormat {
    public static final Option<String> RECORDS = Option.of(
            "records",
            new OptionType.Text(),
            "$",
            "The path to the records, such as $.data.items[*] or $.orders[*].lines[*]. A list at its end stands for its"
                    + " elements, so that $ means a list of records as well as a single one.");
    public static final Option<Map<String, String>> PARENTS = Option.of(
            "parents",
            new OptionType.MapOf<>(new OptionType.Text(), new OptionType.Text()),
            Map.of(),
            "Columns that come from the objects around the records, with their paths, such as $.orders[*].id. They must"
                    + " stand before the records.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "json",
                "JSON documents: lists of objects, alone or within other objects.",
                RECORDS,
                PARENTS,
                StreamOptions.ENCODING,
                StreamOptions.MAX_RECORD_SIZE,
                JsonlFormat.MAX_DEPTH,
                JsonlFormat.MAX_DIGITS,
                StreamOptions.MAX_RATIO);
    }

    @Override
    public List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>(StreamOptions.check(options));
        Optional<JsonPath> records = JsonPath.of(options.get(RECORDS));
        if (records.isEmpty()) {
            problems.add(problem(
                    options, RECORDS, "'%s' is no path such as $.data.items[*]".formatted(options.get(RECORDS))));
            return problems;
        }
        options.get(PARENTS).forEach((column, text) -> {
            Optional<JsonPath> path = JsonPath.of(text);
            if (path.flatMap(found -> JsonParent.of(column, found, records.get()))
                    .isEmpty()) {
                problems.add(problem(
                        options,
                        PARENTS,
                        "'%s' of %s leads to no field of an object around %s"
                                .formatted(text, column, options.get(RECORDS))));
            }
        });
        return problems;
    }

    private static Problem problem(Options options, Option<?> option, String message) {
        return Problem.at(options.location(option), ErrorCode.UNFIT_OPTIONS, message);
    }

    @Override
    public RecordFormat records(Options options) {
        JsonPath records = JsonPath.of(options.get(RECORDS)).orElseThrow();
        List<JsonParent> parents = options.get(PARENTS).entrySet().stream()
                .map(entry -> JsonParent.of(
                                entry.getKey(), JsonPath.of(entry.getValue()).orElseThrow(), records)
                        .orElseThrow())
                .toList();
        return new JsonDialect(
                records,
                parents,
                Math.toIntExact(options.get(JsonlFormat.MAX_DEPTH)),
                Math.toIntExact(options.get(JsonlFormat.MAX_DIGITS)),
                StreamOptions.of(options));
    }

    @Override
    public boolean needsDeclaredColumns(Options options) {
        return false;
    }
}
