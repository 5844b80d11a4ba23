package dev.sluice.core.plan;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.type.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A column at one place of the pipeline.
 *
 * @param type null where only Spark's analysis can tell
 * @param madeBy the name of the step that made it; null if it comes from the source
 */
public record PlannedColumn(
        String name, @Nullable ColumnType type, @Nullable String madeBy) {
    public PlannedColumn {
        requireNonNull(name, "name");
    }

    @Override
    public String toString() {
        return name + " " + (type == null ? "?" : type);
    }
}
