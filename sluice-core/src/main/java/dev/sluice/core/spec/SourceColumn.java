package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.core.type.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that the pipeline says its source has.
 *
 * @param name the name in the pipeline
 * @param aliases other names that a file's header may have for it
 * @param required whether a file without it goes to quarantine as a whole
 * @param type as declared, in formats whose files have types; null where only the files tell. Columns of other formats
 *     are strings whatever this says
 */
public record SourceColumn(
        String name,
        List<String> aliases,
        boolean required,
        @Nullable Location location,
        @Nullable ColumnType type) {
    public SourceColumn {
        requireNonNull(name, "name");
        aliases = List.copyOf(aliases);
    }

    /** A column of no declared type. */
    public SourceColumn(String name, List<String> aliases, boolean required, @Nullable Location location) {
        this(name, aliases, required, location, null);
    }
}
