package com.example.iban;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.row.RowReason;
import dev.sluice.api.row.RowTrial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Needs no Spark. */
class IbanValidatorTest {
    private static final String GOOD = "DE89 3704 0044 0532 0130 00";

    private static RowTrial trial(Map<Option<?>, Object> options) throws Exception {
        return RowTrial.of(new IbanValidator(), Options.of(options));
    }

    private static List<String> codes(RowTrial trial, String iban) throws Exception {
        return trial.row(Map.of("account", iban)).reasons().stream().map(RowReason::code).toList();
    }

    @Test
    void eachFaultHasItsCode() throws Exception {
        RowTrial trial = trial(Map.of(IbanValidator.COLUMN, "account"));

        assertEquals(List.of(), codes(trial, GOOD));
        assertEquals(List.of("IBAN_CHECK_DIGITS"), codes(trial, "DE88370400440532013000"));
        assertEquals(List.of("IBAN_COUNTRY"), codes(trial, "US89370400440532013000"));
        assertEquals(List.of("IBAN_FORM"), codes(trial, "DE89"));
        assertEquals(Map.of("with_spaces", 1L), trial.counts());
    }

    @Test
    void countriesCanBeLimited() throws Exception {
        RowTrial trial = trial(Map.of(IbanValidator.COLUMN, "account", IbanValidator.COUNTRIES, List.of("FR")));

        assertEquals(List.of("IBAN_COUNTRY"), codes(trial, GOOD));
    }
}
