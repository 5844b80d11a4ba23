package dev.sluice.spark.quarantine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What happened to a quarantined row.
 *
 * @param event quarantined, replayed, edited, landed, failed_again, discarded or superseded
 * @param run by which it happened
 * @param who gave the command; empty where a pipeline did it by itself
 * @param detail the reasons' codes, the reason of a discard, or the record as corrected
 */
public record RowEvent(
        String quarantineId,
        int attempt,
        String event,
        String run,
        Instant at,
        Optional<String> who,
        Optional<String> detail) {
    public RowEvent {
        requireNonNull(quarantineId, "quarantineId");
        requireNonNull(event, "event");
        requireNonNull(run, "run");
        requireNonNull(at, "at");
        requireNonNull(who, "who");
        requireNonNull(detail, "detail");
    }
}
