package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.core.type.ColumnType;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of the target table. Its constraints are {@link TargetSpec#rules}.
 *
 * @param required whether null is refused; such a column is {@code required} in the table too
 * @param formats the patterns in which a text is read as a date, time or timestamp, tried in order; empty for ISO 8601
 * @param zone the zone of timestamps that carry none; null for the pipeline's
 * @param comment documentation kept in the table; null for none
 */
public record TargetColumn(
        String name,
        ColumnType type,
        boolean required,
        List<String> formats,
        @Nullable ZoneId zone,
        @Nullable String comment,
        @Nullable Location location) {
    public TargetColumn {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
        formats = List.copyOf(formats);
    }
}
