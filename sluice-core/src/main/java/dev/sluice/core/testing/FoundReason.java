package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reason that a quarantined row has. */
public record FoundReason(
        String stage,
        String code,
        String rule,
        List<String> columns,
        @Nullable String value,
        @Nullable String message) {
    public FoundReason {
        requireNonNull(stage, "stage");
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        columns = List.copyOf(columns);
    }

    @Override
    public String toString() {
        return code + " " + rule + (message == null ? "" : " \"" + message + "\"");
    }
}
