package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.Problem;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.TimePattern;
import dev.sluice.api.Validator;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** Asks of a text, which stays one, that it can be read as a date or time. Null passes. */
abstract class TimeFormatValidator implements Validator {
    static final Option<String> COLUMN = Option.required("column", new OptionType.ColumnName(), "The text to examine.");
    static final Option<List<String>> FORMATS = Option.of(
            "formats",
            new OptionType.ListOf<>(new OptionType.Text()),
            List.of(),
            "Patterns, one of which must fit. Default: ISO 8601.");

    private final ReasonCode code;
    private final TimePattern.Use use;
    private final String what;

    /** @param what completes "'…' is not a …" */
    TimeFormatValidator(ReasonCode code, TimePattern.Use use, String what) {
        this.code = code;
        this.use = use;
        this.what = what;
    }

    /** The text as a date or time; null where it is none. */
    abstract Column value(Column text, List<String> formats, StepContext context);

    @Override
    public final List<Problem> check(Options options) {
        List<Problem> problems = new ArrayList<>();
        for (String format : options.get(FORMATS)) {
            TimePattern.problem(format, use)
                    .ifPresent(problem -> problems.add(
                            Problem.at(options.location(FORMATS), ErrorCode.INVALID_TIME_PATTERN, problem)));
        }
        return problems;
    }

    @Override
    public final List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public final List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        List<String> formats = options.get(FORMATS);
        Column text = context.column(column).cast("string");
        String forms = formats.isEmpty() ? "" : " in the form " + Template.literal(String.join(" or ", formats));
        return List.of(Check.of(
                code,
                text.isNotNull().and(value(text, formats, context).isNull()),
                List.of(column),
                "'{%s}' is not a %s%s".formatted(column, what, forms)));
    }
}
