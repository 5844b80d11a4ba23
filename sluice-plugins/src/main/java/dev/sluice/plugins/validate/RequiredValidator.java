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

/** Refuses null. */
public final class RequiredValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column that must have a value.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("required", "The column must have a value.", COLUMN);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        return List.of(Check.of(
                ReasonCode.MISSING,
                context.column(column).isNull(),
                List.of(column),
                Template.literal(column) + " is missing"));
    }
}
