package dev.sluice.core.drift;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A column as a file has it.
 *
 * @param type in the words of pipelines or of the format; null where the format has no types
 */
public record SeenColumn(String name, @Nullable String type) {
    public SeenColumn {
        requireNonNull(name, "name");
    }
}
