package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Asks for a form by a regular expression that the whole text must match. Null passes. */
public final class PatternValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<Pattern> PATTERN =
            Option.required("pattern", new OptionType.Regex(), "A regular expression that the whole text must match.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("pattern", "The text must have a certain form.", COLUMN, PATTERN)
                .withShorthand(PATTERN);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        Pattern pattern = options.get(PATTERN);
        Column fails =
                functions.not(context.functions().matches(context.column(column).cast("string"), pattern));
        String message = "'{%s}' does not match %s".formatted(column, Template.literal(pattern.pattern()));
        return List.of(Check.of(ReasonCode.PATTERN_MISMATCH, fails, List.of(column), message));
    }
}
