package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Counts which of several columns have a value. */
abstract class PresenceValidator implements Validator {
    /** Not called columns: these rules are of several, never of one. */
    static final Option<List<String>> OF = Option.required(
            "of", new OptionType.ListOf<>(new OptionType.ColumnName()), "The columns, of which null counts as absent.");

    private final ReasonCode code;
    private final String fault;

    /** @param fault completes "… of a, b …" */
    PresenceValidator(ReasonCode code, String fault) {
        this.code = code;
        this.fault = fault;
    }

    /** @param present how many have a value */
    abstract Column fails(Column present, int columns);

    @Override
    public final List<String> reads(Options options) {
        return options.get(OF);
    }

    @Override
    public final List<Check> check(Options options, StepContext context) {
        List<String> columns = options.get(OF);
        Column present = columns.stream()
                .map(column -> context.column(column).isNotNull().cast("int"))
                .reduce(Column::plus)
                .orElse(functions.lit(0));
        String message = fault.formatted(Template.literal(String.join(", ", columns)));
        return List.of(Check.of(code, fails(present, columns.size()), columns, message));
    }
}
