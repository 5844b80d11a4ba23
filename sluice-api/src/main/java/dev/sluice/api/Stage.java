package dev.sluice.api;

import java.util.Locale;

/** Where in a row's way a reason arose. */
public enum Stage {
    PARSE,
    CONVERT,
    VALIDATE,
    FIX;

    /** The word in tables, reports and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
