package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Stage;
import dev.sluice.core.run.ReasonCount;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One reason of a sample row, as in the quarantine table.
 *
 * @param rule the step's name
 * @param columns those that the reason names; empty where it concerns the whole record
 * @param value the first column's value; null where there is none
 */
public record BadReason(
        Stage stage,
        String code,
        String rule,
        List<String> columns,
        @Nullable String value,
        String message) {
    public BadReason {
        requireNonNull(stage, "stage");
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        columns = List.copyOf(columns);
        requireNonNull(message, "message");
    }

    /** Whether this reason is among those that were counted. */
    boolean isOf(ReasonCount count) {
        return stage == count.stage()
                && code.equals(count.code())
                && rule.equals(count.rule())
                && Objects.equals(columns.isEmpty() ? null : columns.get(0), count.column());
    }
}
