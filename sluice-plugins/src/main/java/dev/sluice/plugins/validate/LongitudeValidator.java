package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;

/** Asks for a longitude in degrees. Null passes. */
public final class LongitudeValidator extends DegreesValidator {
    public LongitudeValidator() {
        super(180);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("longitude", "The number must be a longitude in degrees, -180 to 180.", COLUMN);
    }
}
