package dev.sluice.core.plugin;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a project says of its plug-ins.
 *
 * @param pins by the name of the jar; empty for no pins
 * @param rowTimeLimit how long a plug-in of the row tier may take for one row; empty for as long as it likes
 */
public record PluginSettings(Map<String, Sha256> pins, Optional<Duration> rowTimeLimit) {
    public static final PluginSettings NONE = new PluginSettings(Map.of(), Optional.empty());

    public PluginSettings {
        pins = Map.copyOf(pins);
        requireNonNull(rowTimeLimit, "rowTimeLimit");
    }
}
