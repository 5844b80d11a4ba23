package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.StepContext;
import dev.sluice.api.TimePattern;
import java.util.List;
import org.apache.spark.sql.Column;

/** Asks of a text, which stays one, that it is a timestamp. Null passes. */
public final class TimestampFormatValidator extends TimeFormatValidator {
    public TimestampFormatValidator() {
        super(ReasonCode.NOT_A_TIMESTAMP, TimePattern.Use.TIMESTAMP, "timestamp");
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("timestamp_format", "The text, which stays a text, must be a timestamp.", COLUMN, FORMATS)
                .withShorthand(FORMATS);
    }

    @Override
    Column value(Column text, List<String> formats, StepContext context) {
        return context.functions().timestamp(text, formats, context.zone());
    }
}
