package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Option;
import dev.sluice.api.OptionType;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;

/** Asks for the shape of a telephone number. Null passes. */
public final class PhoneValidator extends TextValidator {
    public static final Option<Boolean> INTERNATIONAL = Option.of(
            "international",
            new OptionType.Flag(),
            false,
            "Whether only the form of E.164 is right, such as `+4930123456`.");

    public PhoneValidator() {
        super(ReasonCode.NOT_A_PHONE);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "phone", "The text must have the shape of a telephone number: 5 to 15 digits.", COLUMN, INTERNATIONAL);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Phone(options.get(INTERNATIONAL));
    }

    @Override
    String fault(Options options) {
        return options.get(INTERNATIONAL) ? "not a telephone number of E.164" : "not a telephone number";
    }
}
