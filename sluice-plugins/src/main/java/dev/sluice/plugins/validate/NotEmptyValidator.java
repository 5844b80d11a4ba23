package dev.sluice.plugins.validate;

import dev.sluice.api.Check;
import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.Template;
import dev.sluice.api.TextForm;
import dev.sluice.api.Validator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Refuses null, texts without anything but white space, and lists and maps without elements. */
public final class NotEmptyValidator implements Validator {
    public static final Option<String> COLUMN =
            Option.required("column", new OptionType.ColumnName(), "The column that must hold something.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "not_empty", "The column must have a value, and a text more than blanks, a list an element.", COLUMN);
    }

    @Override
    public List<String> reads(Options options) {
        return List.of(options.get(COLUMN));
    }

    @Override
    public List<Check> check(Options options, StepContext context) {
        String name = options.get(COLUMN);
        Column value = context.column(name);
        String type = context.type(name);
        Column empty;
        if (type.startsWith("array") || type.startsWith("map")) {
            empty = functions.size(value).equalTo(functions.lit(0));
        } else if (type.equals("binary")) {
            empty = functions.octet_length(value).equalTo(functions.lit(0));
        } else {
            empty = context.functions().hasForm(value.cast("string"), new TextForm.Blank());
        }
        return List.of(
                Check.of(ReasonCode.MISSING, value.isNull(), List.of(name), Template.literal(name) + " is missing"),
                Check.of(
                        ReasonCode.BLANK,
                        value.isNotNull().and(empty),
                        List.of(name),
                        Template.literal(name) + " is empty"));
    }
}
