package dev.sluice.api;

import java.util.Locale;

/** What becomes of a row that fails a rule. */
public enum Severity {
    /** The row goes to quarantine. */
    ERROR,
    /** The row lands; the rule counts it, and shows a few such rows. */
    WARNING,
    /** As a warning, of what is only good to know. */
    INFO;

    /** The word in YAML, tables and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
