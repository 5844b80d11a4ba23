package dev.sluice.plugins.keys;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.KeyLookup;
import dev.sluice.api.KeyMatch;
import dev.sluice.api.KeyedValidator;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Refuses keys that occur more than once. A key with a null in it passes. */
public final class UniqueValidator implements KeyedValidator {
    /** Which of the rows of one key are right. */
    public enum Keep {
        NONE,
        FIRST
    }

    /** Where the key must not occur again. */
    public enum Among {
        BATCH,
        TARGET,
        BOTH
    }

    public static final Option<List<String>> COLUMNS = Option.required(
            "columns", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns that make the key.");
    public static final Option<Keep> KEEP = Option.of(
            "keep",
            new OptionType.Choice<>(Keep.class),
            Keep.NONE,
            "Which of several rows of the batch is right: `none` of them, or the `first` by the path of its file and its"
                    + " place in it.");
    public static final Option<Among> AMONG = Option.of(
            "among",
            new OptionType.Choice<>(Among.class),
            Among.BATCH,
            "Where the key must not occur again: in the batch, in the target table as it is before the run, or in both.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("unique", "The key must occur only once.", COLUMNS, KEEP, AMONG);
    }

    @Override
    public List<String> reads(Options options) {
        return options.get(COLUMNS);
    }

    @Override
    public List<KeyLookup> lookups(Options options) {
        List<String> columns = options.get(COLUMNS);
        List<KeyLookup> lookups = new ArrayList<>();
        if (options.get(AMONG) != Among.TARGET) {
            lookups.add(new KeyLookup(
                    columns, new KeyLookup.Others.Batch(), columns, List.of(), options.get(KEEP) == Keep.FIRST));
        }
        if (options.get(AMONG) != Among.BATCH) {
            lookups.add(new KeyLookup(columns, new KeyLookup.Others.Target(), columns, List.of(), false));
        }
        return lookups;
    }

    @Override
    public List<Check> check(Options options, StepContext context, List<KeyMatch> matches) {
        List<String> columns = options.get(COLUMNS);
        String key = Template.literal(String.join(", ", columns));
        String values = "{" + String.join("}, {", columns) + "}";
        List<Check> checks = new ArrayList<>();
        if (options.get(AMONG) != Among.TARGET) {
            KeyMatch match = matches.get(0);
            Column several = match.rows().gt(functions.lit(1));
            Column fails = options.get(KEEP) == Keep.FIRST ? several.and(functions.not(match.first())) : several;
            checks.add(Check.of(
                    ReasonCode.DUPLICATE,
                    fails,
                    columns,
                    "the key %s = %s occurs more than once in the batch".formatted(key, values)));
        }
        if (options.get(AMONG) != Among.BATCH) {
            KeyMatch match = matches.get(matches.size() - 1);
            checks.add(Check.of(
                    ReasonCode.ALREADY_IN_TARGET,
                    match.rows().gt(functions.lit(0)),
                    columns,
                    "the key %s = %s is in the target already".formatted(key, values)));
        }
        return checks;
    }
}
