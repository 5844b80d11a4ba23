package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.row.RowFixer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of {@code fix:}.
 *
 * @param columns of the source that it may mend; empty for all that hold text
 * @param columnsAt where they are named; null if nowhere
 */
public record FixRule(
        Step<RowFixer> step, List<String> columns, @Nullable Location columnsAt) {
    public FixRule {
        requireNonNull(step, "step");
        columns = List.copyOf(columns);
    }

    public String name() {
        return step.name();
    }
}
