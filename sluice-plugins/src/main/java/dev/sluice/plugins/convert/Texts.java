package dev.sluice.plugins.convert;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Footprint;
import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.StepContext;
import dev.sluice.api.TimePattern;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;

/** What converters of texts have in common. */
final class Texts {
    static final String STRING = "string";

    private Texts() {}

    /** The column as text. */
    static Column of(StepContext context, String column) {
        Column value = context.column(column);
        return context.type(column).equals(STRING) ? value : value.cast(STRING);
    }

    /** Of a step that changes each of its columns by itself. */
    static Footprint inPlace(Iterable<String> columns, String type, boolean nullInNullOut) {
        Map<String, String> writes = new LinkedHashMap<>();
        Map<String, List<String>> sources = new LinkedHashMap<>();
        for (String column : columns) {
            writes.put(column, type);
            sources.put(column, List.of(column));
        }
        return new Footprint(List.copyOf(writes.keySet()), writes, List.of(), nullInNullOut, sources);
    }

    /** Of a step that makes columns of one type from one. */
    static Footprint from(String column, List<String> into, String type) {
        Map<String, String> writes = new LinkedHashMap<>();
        into.forEach(name -> writes.put(name, type));
        return new Footprint(List.of(column), writes, List.of(), true);
    }

    /** Patterns that cannot be used. */
    static List<Problem> patterns(Options options, Option<List<String>> formats, TimePattern.Use use) {
        return options.get(formats).stream()
                .map(format -> TimePattern.problem(format, use))
                .flatMap(Optional::stream)
                .map(problem -> Problem.at(options.location(formats), ErrorCode.INVALID_TIME_PATTERN, problem))
                .toList();
    }

    /** Names that stand twice. */
    static List<Problem> twice(Options options, Option<?> option, Iterable<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                return List.of(unfit(options, option, "'%s' would be made twice".formatted(name)));
            }
        }
        return List.of();
    }

    static Problem unfit(Options options, Option<?> option, String message) {
        return Problem.at(options.location(option), ErrorCode.UNFIT_OPTIONS, message);
    }

    /** Formats as a message names them. */
    static String forms(List<String> formats, String whenNone) {
        return formats.isEmpty() ? whenNone : String.join(" or ", formats);
    }
}
