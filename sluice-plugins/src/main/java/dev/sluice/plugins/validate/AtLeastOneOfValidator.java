package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ReasonCode;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Refuses rows in which none of several columns has a value. */
public final class AtLeastOneOfValidator extends PresenceValidator {
    public AtLeastOneOfValidator() {
        super(ReasonCode.NONE_PRESENT, "none of %s has a value");
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("at_least_one_of", "At least one of several columns must have a value.", OF);
    }

    @Override
    Column fails(Column present, int columns) {
        return present.equalTo(functions.lit(0));
    }
}
