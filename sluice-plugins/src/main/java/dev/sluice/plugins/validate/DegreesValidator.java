package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.ErrorCode;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.SluiceException;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.Validator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Bounds a number of degrees. Null passes; NaN does not. */
abstract class DegreesValidator implements Validator {
    static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column to examine, a number of degrees.");

    private static final Set<String> NUMBERS = Set.of("tinyint", "smallint", "int", "bigint", "float", "double");

    private final double limit;

    DegreesValidator(double limit) {
        this.limit = limit;
    }

    /** The column as a number of degrees. */
    static Column degrees(String column, StepContext context) {
        String type = context.type(column);
        if (!type.startsWith("decimal") && !NUMBERS.contains(type)) {
            throw new SluiceException(
                    ErrorCode.RULE_TYPE,
                    "Cannot read the column '%s' of type %s as degrees: it is no number".formatted(column, type));
        }
        return context.column(column).cast("double");
    }

    /** True where a number is none of -limit to limit; null for null. */
    static Column beyond(Column degrees, double limit) {
        // NaN is greater than any number, as Spark has it.
        return degrees.lt(functions.lit(-limit)).or(degrees.gt(functions.lit(limit)));
    }

    @Override
    public final List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public final List<Check> check(Options options, StepContext context) {
        String column = options.get(COLUMN);
        return List.of(Check.of(
                ReasonCode.NOT_ON_EARTH,
                beyond(degrees(column, context), limit),
                List.of(column),
                "%s is {%s}, not between -%3$.0f and %3$.0f".formatted(Template.literal(column), column, limit)));
    }
}
