package dev.sluice.core.report;

import static java.util.Objects.requireNonNull;

/**
 * Something that the driver did, such as listing files or committing.
 *
 * @param startMillis after the run's begin
 * @param endMillis after the run's begin, not before the start
 */
public record Phase(String name, long startMillis, long endMillis) {
    public Phase {
        requireNonNull(name, "name");
        endMillis = Math.max(startMillis, endMillis);
    }
}
