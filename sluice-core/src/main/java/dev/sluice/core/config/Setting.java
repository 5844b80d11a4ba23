package dev.sluice.core.config;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;

/**
 * What one layer says of a key.
 *
 * @param layer as users know it, such as {@code conf/prod.yaml} or {@code --set}
 * @param value on one line, as written (references unresolved), secrets masked; {@code (deleted)} for a deletion
 * @param location where it stands; line 0 where the layer has no lines
 */
public record Setting(String layer, String value, Location location) {
    public Setting {
        requireNonNull(layer, "layer");
        requireNonNull(value, "value");
        requireNonNull(location, "location");
    }
}
