package dev.sluice.core.plan;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.spec.TargetColumn;
import dev.sluice.core.type.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * What feeds a column of the target: the column of the same name after the last step.
 *
 * @param from that column's type; null where only Spark's analysis can tell
 * @param madeBy the name of the step that made it last; null if it comes straight from the source
 */
public record TargetInput(
        TargetColumn column,
        @Nullable ColumnType from,
        @Nullable String madeBy) {
    public TargetInput {
        requireNonNull(column, "column");
    }

    /** The feeding column's name: the target column's own. */
    public String input() {
        return column.name();
    }
}
