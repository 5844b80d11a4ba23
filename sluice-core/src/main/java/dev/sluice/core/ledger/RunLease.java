package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

/**
 * The right to change a run.
 *
 * @param epoch grows by one each time that the run is claimed
 */
public record RunLease(String runId, long epoch) {
    public RunLease {
        requireNonNull(runId, "runId");
    }
}
