package dev.sluice.spark.commit;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.ledger.RunRecord;
import java.util.OptionalLong;

/**
 * What became of a run whose process had ended before it was done.
 *
 * @param snapshot the target's, where the run is published now
 * @param message one line for the user
 */
public record Recovered(RunRecord run, Outcome outcome, OptionalLong snapshot, String message) {
    /**
     * Published from its commit file, thrown away so that its input lands anew, left to a decision, taken back as was asked
     * for, or live with its deployment as was asked for.
     */
    public enum Outcome {
        ROLLED_FORWARD,
        DISCARDED,
        HELD,
        ROLLED_BACK,
        PROMOTED
    }

    public Recovered {
        requireNonNull(run, "run");
        requireNonNull(outcome, "outcome");
        requireNonNull(message, "message");
    }
}
