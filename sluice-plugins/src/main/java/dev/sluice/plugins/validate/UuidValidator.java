package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;
import dev.sluice.api.Options;
import dev.sluice.api.ReasonCode;
import dev.sluice.api.TextForm;

/** Asks for a UUID. Null passes. */
public final class UuidValidator extends TextValidator {
    public UuidValidator() {
        super(ReasonCode.NOT_A_UUID);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("uuid", "The text must be a UUID of 8-4-4-4-12 hexadecimal digits.", COLUMN);
    }

    @Override
    TextForm form(Options options) {
        return new TextForm.Uuid();
    }

    @Override
    String fault(Options options) {
        return "not a UUID";
    }
}
