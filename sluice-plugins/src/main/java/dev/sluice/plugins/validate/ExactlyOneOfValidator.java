package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ReasonCode;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Refuses rows in which none or more than one of several columns has a value. */
public final class ExactlyOneOfValidator extends PresenceValidator {
    public ExactlyOneOfValidator() {
        super(ReasonCode.NOT_EXACTLY_ONE, "not exactly one of %s has a value");
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("exactly_one_of", "Exactly one of several columns must have a value.", OF);
    }

    @Override
    Column fails(Column present, int columns) {
        return present.notEqual(functions.lit(1));
    }
}
