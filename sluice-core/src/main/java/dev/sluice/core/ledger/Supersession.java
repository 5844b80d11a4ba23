package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A window whose rows were replaced as a whole: what earlier runs had put into its quarantine counts no more.
 *
 * @param window its start
 * @param runId the run that has replaced it last
 * @param seen so many runs of the pipeline were published when that one was begun; what they had put there it has read again
 */
public record Supersession(Instant window, String runId, long seen) {
    public Supersession {
        requireNonNull(window, "window");
        requireNonNull(runId, "runId");
    }
}
