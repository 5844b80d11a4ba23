package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The rows of one input that belong to one window by their event time.
 *
 * @param input its path
 * @param window empty for rows without an event time, and for all rows of a pipeline without a window column
 */
public record Rows(String input, Optional<Window> window) {
    public Rows {
        requireNonNull(input, "input");
        requireNonNull(window, "window");
    }
}
