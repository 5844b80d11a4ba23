package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;

/** Asks for a country's code of ISO 3166-1. Null passes. */
public final class CountryCodeValidator extends TextValidator {
    public static final Option<Long> LETTERS =
            Option.of("letters", new OptionType.Whole(2, 3), 2L, "2 for codes such as `DE`, 3 for `DEU`.");

    public CountryCodeValidator() {
        super(ReasonCode.UNKNOWN_CODE);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("country_code", "The text must be a country's code of ISO 3166-1.", COLUMN, LETTERS);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Code(
                options.get(LETTERS) == 2 ? TextForm.CodeList.COUNTRY_ALPHA2 : TextForm.CodeList.COUNTRY_ALPHA3);
    }

    @Override
    String fault(Options options) {
        return "no country's code of ISO 3166-1";
    }
}
