package dev.sluice.plugins.keys;

import dev.sluice.api.ConvertedColumn;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Failure;
import dev.sluice.api.Footprint;
import dev.sluice.api.KeyLookup;
import dev.sluice.api.KeyMatch;
import dev.sluice.api.KeyedConverter;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Adds columns of the row of a table or file that has the row's key. A key with a null in it gives null. */
public final class LookupConverter implements KeyedConverter {
    /** What becomes of a row without a match. */
    public enum Missing {
        REASON,
        NULL
    }

    /** What becomes of a row with several matches. */
    public enum Several {
        REASON,
        NULL,
        ANY
    }

    public static final Option<List<String>> COLUMNS = Option.required(
            "columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns that make the key.");
    public static final Option<Map<String, String>> TAKE = Option.required(
            "take",
            new OptionType.MapOf<>(new OptionType.NewColumn(), new OptionType.Text()),
            "The columns to make, and the columns of the table or file to make them of.");
    public static final Option<Missing> MISSING = Option.of(
            "missing",
            new OptionType.Choice<>(Missing.class),
            Missing.REASON,
            "What a key without a match gives: a `reason` against the row, or `null`.");
    public static final Option<Several> SEVERAL = Option.of(
            "several",
            new OptionType.Choice<>(Several.class),
            Several.REASON,
            "What a key with several matches gives: a `reason` against the row, `null`, or the columns of `any` one of"
                    + " them (the least, so that it is always the same).");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "lookup",
                "Adds columns by key from a table or file.",
                COLUMNS,
                References.TABLE,
                References.FILE,
                References.KEY,
                TAKE,
                MISSING,
                SEVERAL);
    }

    @Override
    public List<Problem> check(Options options) {
        return References.check(options, options.get(COLUMNS).size());
    }

    @Override
    public Footprint footprint(Options options) {
        Map<String, String> writes = new LinkedHashMap<>();
        options.get(TAKE).keySet().forEach(column -> writes.put(column, Footprint.UNKNOWN));
        return new Footprint(options.get(COLUMNS), writes, List.of(), true);
    }

    @Override
    public KeyLookup lookup(Options options) {
        List<String> columns = options.get(COLUMNS);
        List<String> values = options.get(TAKE).values().stream().distinct().toList();
        return new KeyLookup(columns, References.others(options), References.keys(options, columns), values, false);
    }

    @Override
    public List<ConvertedColumn> convert(Options options, StepContext context, KeyMatch match) {
        Column several = match.rows().gt(functions.lit(1));
        Failure failure = failure(options, context, match, several);
        List<ConvertedColumn> made = new ArrayList<>();
        options.get(TAKE).forEach((name, from) -> {
            Column value = Objects.requireNonNull(match.values().get(from));
            Column only = options.get(SEVERAL) == Several.ANY ? value : functions.when(functions.not(several), value);
            made.add(new ConvertedColumn(name, only, failure));
        });
        return made;
    }

    private static @Nullable Failure failure(Options options, StepContext context, KeyMatch match, Column several) {
        List<String> columns = options.get(COLUMNS);
        Column whole = columns.stream()
                .map(column -> context.column(column).isNotNull())
                .reduce(Column::and)
                .orElse(functions.lit(false));
        Column none = whole.and(match.rows().equalTo(functions.lit(0)));
        boolean tellsNone = options.get(MISSING) == Missing.REASON;
        boolean tellsSeveral = options.get(SEVERAL) == Several.REASON;
        if (!tellsNone && !tellsSeveral) {
            return null;
        }
        Column when = tellsNone && tellsSeveral ? none.or(several) : tellsNone ? none : several;
        ReasonCode code = tellsNone ? ReasonCode.NOT_FOUND : ReasonCode.SEVERAL_FOUND;
        String message = "the key %s is not once in %s"
                .formatted(Template.literal(String.join(", ", columns)), Template.literal(References.name(options)));
        Failure failure = Failure.when(when, code, columns.get(0), message)
                .withDetail(functions.concat_ws(
                        ", ",
                        columns.stream()
                                .map(column -> context.column(column).cast("string"))
                                .toArray(Column[]::new)));
        return tellsNone && tellsSeveral
                ? failure.withRefinement(new Failure.Refinement(
                        functions.when(several, functions.lit(ReasonCode.SEVERAL_FOUND.name())),
                        List.of(ReasonCode.SEVERAL_FOUND.name())))
                : failure;
    }
}
