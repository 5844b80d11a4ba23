package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;

/** Asks for a number with Luhn's check digit, such as a payment card's. Null passes. */
public final class LuhnValidator extends TextValidator {
    public static final Option<Long> MIN =
            Option.of("minDigits", new OptionType.Whole(2, 100), 2L, "The least number of digits; 12 for cards.");
    public static final Option<Long> MAX =
            Option.of("maxDigits", new OptionType.Whole(2, 100), 100L, "The greatest number of digits; 19 for cards.");

    public LuhnValidator() {
        super(ReasonCode.WRONG_CHECK_DIGIT);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "luhn", "The text must be a number with Luhn's check digit, as on payment cards.", COLUMN, MIN, MAX);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Luhn(options.get(MIN).intValue(), options.get(MAX).intValue());
    }

    @Override
    String fault(Options options) {
        return "not a number with Luhn's check digit";
    }
}
