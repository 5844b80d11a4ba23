package dev.sluice.core.drift;

import java.util.Locale;

/** How a file's column differs. */
public enum DriftKind {
    NEW,
    MISSING,
    /** One is missing and one is new, and the names are so near that they seem to be one column. A guess. */
    RENAMED,
    RETYPED;

    /** In lower case, as in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
