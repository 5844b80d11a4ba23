package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.TimePattern;
import java.util.List;
import org.apache.spark.sql.Column;

/** Asks of a text, which stays one, that it is a date. Null passes. */
public final class DateFormatValidator extends TimeFormatValidator {
    public DateFormatValidator() {
        super(ReasonCode.NOT_A_DATE, TimePattern.Use.DATE, "date");
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("date_format", "The text, which stays a text, must be a date.", COLUMN, FORMATS)
                .withShorthand(FORMATS);
    }

    @Override
    Column value(Column text, List<String> formats, StepContext context) {
        return context.functions().date(text, formats);
    }
}
