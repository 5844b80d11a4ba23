package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;

/** Asks for an e-mail address. Null passes. */
public final class EmailValidator extends TextValidator {
    public EmailValidator() {
        super(ReasonCode.NOT_AN_EMAIL);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("email", "The text must be an e-mail address, such as `ada@example.org`.", COLUMN);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Email();
    }

    @Override
    String fault(Options options) {
        return "not an e-mail address";
    }
}
