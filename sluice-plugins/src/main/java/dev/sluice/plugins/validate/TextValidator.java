package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.TextForm;
import dev.sluice.api.Validator;
import java.util.List;
import org.apache.spark.sql.functions;

/** Asks a text for a {@link TextForm}. Null passes. */
abstract class TextValidator implements Validator {
    static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine.");

    private final ReasonCode code;

    TextValidator(ReasonCode code) {
        this.code = code;
    }

    /** The form that the options ask for. */
    abstract TextForm form(Options options);

    /** Completes "'…' is …" in the reason's message. */
    abstract String fault(Options options);

    @Override
    public final List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public final List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        return List.of(Check.of(
                code,
                functions.not(context.functions().hasForm(context.column(column).cast("string"), form(options))),
                List.of(column),
                "'{%s}' is %s".formatted(column, fault(options))));
    }
}
