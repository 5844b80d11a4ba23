package dev.sluice.core.run;

import java.util.Locale;

/** The states of a run. */
public enum RunState {
    RUNNING,
    PREPARED,
    HELD,
    PUBLISHED,
    ALREADY_LANDED,
    DISCARDED,
    FAILED,
    ROLLED_BACK;

    /** The word in tables, JSON and the ledger. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
