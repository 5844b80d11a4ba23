package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

/** A run whose owner is gone, now leased to the caller. Its state is running or prepared. */
public record Abandoned(RunLease lease, RunRecord run) {
    public Abandoned {
        requireNonNull(lease, "lease");
        requireNonNull(run, "run");
    }
}
