package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.window.Entry.How;

/** What a run does with {@link Rows}. Rows that are deferred or elsewhere count as deferred in its balance. */
public sealed interface Place {
    /**
     * They go on to the target, or to quarantine if a rule of the pipeline finds them bad; either way they bear the start of
     * this window.
     *
     * @param how own, append (the rows are marked as late) or next
     */
    record Lands(Window in, How how) implements Place {
        public Lands {
            requireNonNull(in, "in");
            requireNonNull(how, "how");
        }
    }

    /** They are quarantined for this reason, and bear the start of the window of the run that brought them. */
    record Quarantined(Window in, ReasonCode reason) implements Place {
        public Quarantined {
            requireNonNull(in, "in");
            requireNonNull(reason, "reason");
        }
    }

    /** They wait for a run of the window of their event time. */
    record Deferred(Window to) implements Place {
        public Deferred {
            requireNonNull(to, "to");
        }
    }

    /** Another run has placed them, or is to place them. */
    record Elsewhere() implements Place {}
}
