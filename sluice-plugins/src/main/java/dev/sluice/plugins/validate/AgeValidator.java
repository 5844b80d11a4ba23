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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bounds how long before the run a date or timestamp lies: freshness, or the opposite. Null passes. */
public final class AgeValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");
    public static final Option<Duration> AT_LEAST =
            Option.optional("atLeast", new OptionType.Span(), "How long before the run's beginning it must lie.");
    public static final Option<Duration> AT_MOST = Option.optional(
            "atMost", new OptionType.Span(), "How long before the run's beginning it may lie: how fresh it must be.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "age",
                        "The date or timestamp must be so old, or so fresh, when the run begins.",
                        COLUMN,
                        AT_LEAST,
                        AT_MOST)
                .withShorthand(AT_MOST);
    }

    @Override
    public List<Problem> check(Options options) {
        return options.find(AT_LEAST).isEmpty() && options.find(AT_MOST).isEmpty()
                ? List.of(
                        Problem.at(options.location(), ErrorCode.UNFIT_OPTIONS, "an age needs atLeast, atMost or both"))
                : List.of();
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        RunTime now = RunTime.of(column, context);
        List<Check> checks = new ArrayList<>();
        options.find(AT_MOST)
                .ifPresent(span -> checks.add(Check.of(
                        ReasonCode.TOO_OLD,
                        context.column(column).lt(now.plus(span.negated())),
                        List.of(column),
                        message(column, "more", span))));
        options.find(AT_LEAST)
                .ifPresent(span -> checks.add(Check.of(
                        ReasonCode.TOO_YOUNG,
                        context.column(column).gt(now.plus(span.negated())),
                        List.of(column),
                        message(column, "less", span))));
        return checks;
    }

    private static String message(String column, String than, Duration span) {
        String words = span.toDaysPart() > 0 && span.equals(Duration.ofDays(span.toDays()))
                ? span.toDays() + " days"
                : span.toString().substring(2).toLowerCase(Locale.ROOT);
        return "%s is {%s}, %s than %s before the run".formatted(Template.literal(column), column, than, words);
    }
}
