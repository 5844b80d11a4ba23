package dev.sluice.core.yaml;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;

/**
 * Where a value comes from.
 *
 * @param location of the value. For a single value that stands verbatim on one line it covers exactly its text, without
 *     quotes, so that an offset in the text is an offset on the line
 * @param layer the name of the configuration's layer, as users know it
 */
public record Origin(Location location, String layer) {
    public Origin {
        requireNonNull(location, "location");
        requireNonNull(layer, "layer");
    }
}
