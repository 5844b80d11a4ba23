package dev.sluice.core.ledger;

/** Whether the owner of a run is known to be gone. */
@FunctionalInterface
interface Liveness {
    /**
     * True only where it is certain, as it can be for a process of this machine; of others, only the end of their lease
     * tells.
     */
    boolean isDead(Owner owner);
}
