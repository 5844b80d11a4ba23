package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One field of a table's partitioning.
 *
 * @param parameter the number of buckets or the width; empty for other transforms
 */
public record PartitionField(
        Transform transform,
        String column,
        OptionalInt parameter,
        @Nullable Location location) {
    /** Iceberg's partition transforms. */
    public enum Transform {
        IDENTITY,
        YEAR,
        MONTH,
        DAY,
        HOUR,
        BUCKET,
        TRUNCATE
    }

    public PartitionField {
        requireNonNull(transform, "transform");
        requireNonNull(column, "column");
        requireNonNull(parameter, "parameter");
    }
}
