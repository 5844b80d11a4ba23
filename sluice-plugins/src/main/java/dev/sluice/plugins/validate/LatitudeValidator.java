package dev.sluice.plugins.validate;

import dev.sluice.api.Descriptor;

/** Asks for a latitude in degrees. Null passes. */
public final class LatitudeValidator extends DegreesValidator {
    public LatitudeValidator() {
        super(90);
    }

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("latitude", "The number must be a latitude in degrees, -90 to 90.", COLUMN);
    }
}
