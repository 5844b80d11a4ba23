package dev.sluice.core.ledger;

/** What is wanted of a window. */
public enum WindowWish {
    /** That it is published; nothing if it is already. */
    MISSING,
    /** That all of its rows are read again and replaced. */
    REPLACE,
    /** That rows are placed that an earlier run for it deferred, and that have become late since. */
    LATE
}
