package dev.sluice.spark.quarantine;

import static java.util.Objects.requireNonNull;

/**
 * A quarantined record as somebody corrected it.
 *
 * @param quarantineId of the row
 * @param attempt the row's attempt when it was corrected: if it was replayed since, the correction is void
 * @param raw the whole record, as it should have been in its file
 */
public record Correction(String quarantineId, int attempt, String raw) {
    public Correction {
        requireNonNull(quarantineId, "quarantineId");
        requireNonNull(raw, "raw");
    }
}
