package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Bounds the characters of a text, the bytes of a binary, the elements of an array or map. Null passes. */
public final class LengthValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<Long> MIN = Option.optional(
            "min", new OptionType.Whole(0, Integer.MAX_VALUE), "The least number of characters, bytes or elements.");
    public static final Option<Long> MAX = Option.optional(
            "max", new OptionType.Whole(0, Integer.MAX_VALUE), "The greatest number of characters, bytes or elements.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("length", "The text or list must be neither too short nor too long.", COLUMN, MIN, MAX);
    }

    @Override
    public List<Problem> check(Options options) {
        return options.find(MIN).isEmpty() && options.find(MAX).isEmpty()
                ? List.of(Problem.at(options.location(), ErrorCode.UNFIT_OPTIONS, "a length needs min, max or both"))
                : List.of();
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String name = options.get(COLUMN);
        Column value = context.column(name);
        String type = context.type(name);
        boolean list = type.startsWith("array") || type.startsWith("map");
        Column length = list
                ? functions.size(value)
                : type.equals("binary") ? functions.octet_length(value) : functions.char_length(value.cast("string"));
        Stream<Column> low = options.find(MIN).stream().map(length::lt);
        // A text has no more characters than bytes, and its bytes need no counting.
        Stream<Column> high = options.find(MAX).stream()
                .map(max -> list || type.equals("binary")
                        ? length.gt(max)
                        : functions.octet_length(value.cast("string")).gt(max).and(length.gt(max)));
        Column fails = value.isNotNull()
                .and(Stream.concat(low, high).reduce(Column::or).orElseThrow());
        String bounds = Stream.concat(
                        options.find(MIN).map(min -> "at least " + min).stream(),
                        options.find(MAX).map(max -> "at most " + max).stream())
                .collect(Collectors.joining(" and "));
        String unit = list ? "elements" : type.equals("binary") ? "bytes" : "characters";
        String message = "%s must have %s %s".formatted(Template.literal(name), bounds, unit);
        return List.of(new Check(
                ReasonCode.WRONG_SIZE.name(),
                fails,
                List.of(name),
                message,
                functions.concat(functions.lit("it has "), length.cast("string"))));
    }
}
