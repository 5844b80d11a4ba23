package dev.sluice.core.window;

/** What becomes of a row whose window was published before the row came. */
public enum Late {
    /** Its window is replaced by a run that reads the row's input too. */
    REWRITE,
    /** It lands in its window at once, marked as late. */
    APPEND,
    /** It is quarantined. */
    QUARANTINE,
    /** It lands in the window of the run that brought it. */
    NEXT
}
