package dev.sluice.core.ledger;

import java.util.OptionalLong;

/**
 * Where a run's rows are.
 *
 * @param snapshot the target's snapshot; empty if no row was good
 * @param quarantineSnapshot the quarantine's; empty if no row was bad
 */
public record Published(OptionalLong snapshot, OptionalLong quarantineSnapshot) {}
