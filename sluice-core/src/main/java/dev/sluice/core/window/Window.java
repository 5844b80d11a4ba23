package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A span of time, from its start on and up to its end.
 *
 * @param end after the start; not part of the window
 */
public record Window(Instant start, Instant end) implements Comparable<Window> {
    public Window {
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("Invalid window: %s is not before %s".formatted(start, end));
        }
    }

    public boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** By start; windows of one grid do not overlap. */
    @Override
    public int compareTo(Window other) {
        int order = start.compareTo(other.start);
        return order != 0 ? order : end.compareTo(other.end);
    }

    @Override
    public String toString() {
        return start + "/" + end;
    }
}
