package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that the pipeline says its source has.
 *
 * @param name the name in the pipeline
 * @param aliases other names that a file's header may have for it
 * @param required whether a file without it goes to quarantine as a whole
 */
public record SourceColumn(
        String name,
        List<String> aliases,
        boolean required,
        @Nullable Location location) {
    public SourceColumn {
        requireNonNull(name, "name");
        aliases = List.copyOf(aliases);
    }
}
