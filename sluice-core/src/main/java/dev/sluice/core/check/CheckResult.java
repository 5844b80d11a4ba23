package dev.sluice.core.check;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Severity;
import java.util.OptionalDouble;

/**
 * How a batch stood to a check.
 *
 * @param measured what was measured, such as {@code null_share(email)}
 * @param value empty where there was nothing to measure, such as the mean of no rows
 * @param passed also where it could not be judged, for want of rows or of earlier runs
 * @param message one line: the value, and what it was held against
 */
public record CheckResult(
        String name, String measured, Severity severity, OptionalDouble value, boolean passed, String message) {
    public CheckResult {
        requireNonNull(name, "name");
        requireNonNull(measured, "measured");
        requireNonNull(severity, "severity");
        requireNonNull(value, "value");
        requireNonNull(message, "message");
    }

    /** Whether it keeps the batch from being published. */
    public boolean forbids() {
        return !passed && severity == Severity.ERROR;
    }
}
