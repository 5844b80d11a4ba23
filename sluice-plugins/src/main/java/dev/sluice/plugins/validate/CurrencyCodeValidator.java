package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;

/** Asks for a currency's code of ISO 4217. Null passes. */
public final class CurrencyCodeValidator extends TextValidator {
    public CurrencyCodeValidator() {
        super(ReasonCode.UNKNOWN_CODE);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("currency_code", "The text must be a currency's code of ISO 4217, such as `EUR`.", COLUMN);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Code(TextForm.CodeList.CURRENCY);
    }

    @Override
    String fault(Options options) {
        return "no currency's code of ISO 4217";
    }
}
