package dev.sluice.core.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How many rows have one reason.
 *
 * @param rule the step's name
 * @param column the first column that the reason names; null where it concerns the whole record
 * @param rows rows, not reasons: a row counts once
 */
public record ReasonCount(
        Stage stage, String code, String rule, @Nullable String column, long rows) {
    public ReasonCount {
        requireNonNull(stage, "stage");
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
    }
}
