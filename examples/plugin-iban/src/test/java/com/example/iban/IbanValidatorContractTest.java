package com.example.iban;

import dev.sluice.api.Options;
import dev.sluice.api.row.RowValidator;
import dev.sluice.testkit.row.RowValidatorContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the plug-in to what all plug-ins promise. Needs no Spark. */
class IbanValidatorContractTest extends RowValidatorContract {
    @Override
    protected RowValidator plugin() {
        return new IbanValidator();
    }

    @Override
    protected Options options() {
        return Options.of(Map.of(IbanValidator.COLUMN, "account"));
    }

    @Override
    protected List<Map<String, Object>> rows() {
        return List.of(
                Map.of("account", "DE89 3704 0044 0532 0130 00"),
                Map.of("account", "DE88370400440532013000"),
                Map.of("account", "US89370400440532013000"),
                Map.of("account", "DE89"));
    }

    @Override
    protected Set<String> codes() {
        return Set.of("IBAN_CHECK_DIGITS", "IBAN_COUNTRY", "IBAN_FORM");
    }
}
