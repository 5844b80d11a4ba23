package dev.sluice.plugins.keys;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.KeyLookup;
import dev.sluice.api.KeyMatch;
import dev.sluice.api.KeyedValidator;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** A foreign key: refuses keys that are not in a table or file. A key with a null in it passes. */
public final class ExistsInValidator implements KeyedValidator {
    public static final Option<List<String>> COLUMNS = Option.required(
            "columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns that make the key.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "exists_in",
                        "The key must be in a table or file: a foreign key.",
                        COLUMNS,
                        References.TABLE,
                        References.FILE,
                        References.KEY)
                .withShorthand(References.TABLE);
    }

    @Override
    public List<Problem> check(Options options) {
        return References.check(options, options.get(COLUMNS).size());
    }

    @Override
    public List<String> reads(Options options) {
        return options.get(COLUMNS);
    }

    @Override
    public List<KeyLookup> lookups(Options options) {
        List<String> columns = options.get(COLUMNS);
        return List.of(new KeyLookup(
                columns, References.others(options), References.keys(options, columns), List.of(), false));
    }

    @Override
    public List<Check> check(Options options, StepContext context, List<KeyMatch> matches) {
        List<String> columns = options.get(COLUMNS);
        Column whole = columns.stream()
                .map(column -> context.column(column).isNotNull())
                .reduce(Column::and)
                .orElse(functions.lit(false));
        String message = "the key %s = {%s} is not in %s"
                .formatted(
                        Template.literal(String.join(", ", columns)),
                        String.join("}, {", columns),
                        Template.literal(References.name(options)));
        return List.of(Check.of(
                ReasonCode.NOT_FOUND, whole.and(matches.get(0).rows().equalTo(functions.lit(0))), columns, message));
    }
}
