package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.ReasonCode;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Refuses rows in which some of several columns have a value and some have not. */
public final class AllOrNoneValidator extends PresenceValidator {
    public AllOrNoneValidator() {
        super(ReasonCode.PARTLY_PRESENT, "some of %s have a value, some have not");
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("all_or_none", "Several columns must all have a value, or none of them.", OF);
    }

    @Override
    Column fails(Column present, int columns) {
        return present.gt(functions.lit(0)).and(present.lt(functions.lit(columns)));
    }
}
