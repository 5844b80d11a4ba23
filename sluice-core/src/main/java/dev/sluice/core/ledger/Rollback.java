package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Published runs that are taken back together.
 *
 * @param leader the run by which they were asked for, one of them
 * @param runs at least one, of one target
 * @param by who asked
 */
public record Rollback(String leader, List<String> runs, String by) {
    public Rollback {
        requireNonNull(leader, "leader");
        runs = List.copyOf(runs);
        requireNonNull(by, "by");
    }
}
