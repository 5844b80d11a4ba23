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
import java.time.Duration;
import java.util.List;

/** Refuses dates and timestamps after the time of the run. Null passes. */
public final class NotInFutureValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<Duration> BY = Option.of(
            "tolerance",
            new OptionType.Span(),
            Duration.ZERO,
            "How far after the run's time it may lie, such as `5m` for clocks that differ.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "not_in_future", "The date or timestamp must not lie after the run's beginning.", COLUMN, BY);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        return List.of(Check.of(
                ReasonCode.IN_THE_FUTURE,
                context.column(column).gt(RunTime.of(column, context).plus(options.get(BY))),
                List.of(column),
                "%s is {%s}, which is in the future".formatted(Template.literal(column), column)));
    }
}
