package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

/** A run for one window. */
public record WindowRun(Window window, Kind kind) {
    /** What a run does to its window. */
    public enum Kind {
        /** The window was not published before. */
        FIRST,
        /** All rows of the window are replaced. */
        RERUN,
        /**
         * Rows that an earlier run for this window deferred have meanwhile become late, since their own window was published
         * without them. They are placed as if that run had found their window published; nothing is replaced.
         */
        LATE
    }

    public WindowRun {
        requireNonNull(window, "window");
        requireNonNull(kind, "kind");
    }
}
