package dev.sluice.plugins.validate;

import static dev.sluice.api.ReasonCode.EXPECTATION_FAILED;
import static dev.sluice.api.ReasonCode.EXPRESSION_FAILED;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;

/** Holds each row against an SQL condition. It fails on false; null passes; a condition that cannot be evaluated fails. */
public final class ExpectValidator implements Validator {
    public static final Option<String> THAT =
            Option.required("that", new OptionType.Sql(), "A Spark SQL condition over the target's columns.");
    public static final Option<String> MESSAGE = Option.optional(
            "message", new OptionType.Text(), "What to tell of a row that fails; {column} stands for a value.");
    public static final Option<List<String>> COLUMNS = Option.of(
            "columns",
            new OptionType.ListOf<>(new OptionType.ColumnName()),
            List.of(),
            "The columns to name in the reason; those of the condition by default.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("expect", "A condition must not be false.", THAT, MESSAGE, COLUMNS)
                .withShorthand(THAT);
    }

    @Override
    public List<Problem> check(Options options) {
        try {
            options.find(MESSAGE).ifPresent(Template::parse);
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(
                    Problem.at(options.location(MESSAGE), ErrorCode.UNFIT_OPTIONS, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public List<String> reads(Options options) {
        Stream<String> told =
                options.find(MESSAGE).map(Template::parse).stream().flatMap(template -> template.columns().stream());
        return Stream.concat(options.get(COLUMNS).stream(), told).distinct().toList();
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String that = options.get(THAT);
        List<String> named = options.get(COLUMNS).isEmpty() ? context.reads() : options.get(COLUMNS);
        String message = options.find(MESSAGE).orElseGet(() -> Template.literal(that + " is false"));
        return List.of(
                Check.of(EXPECTATION_FAILED, functions.not(context.functions().sql(that)), named, message),
                new Check(
                        EXPRESSION_FAILED.name(),
                        context.functions().fails(that),
                        named,
                        Template.literal(that + " cannot be evaluated"),
                        context.functions().failureText(that)));
    }
}
