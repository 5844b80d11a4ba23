package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When windows are due: each has a trigger, which lies a span behind its end.
 *
 * @param buffer not negative; added by the local clock where windows are of days, weeks or months
 */
public record Schedule(Grid grid, Duration buffer) {
    public Schedule {
        requireNonNull(grid, "grid");
        if (buffer.isNegative()) {
            throw new IllegalArgumentException("Invalid buffer: %s is negative".formatted(buffer));
        }
    }

    public Instant trigger(Window window) {
        return grid.after(window.end(), buffer);
    }

    /**
     * The window whose trigger this is.
     *
     * @param now by the caller's clock
     * @throws SluiceException {@code TRIGGER_IN_FUTURE} or {@code TRIGGER_OFF_GRID}
     */
    public Window at(Instant trigger, Instant now) {
        if (trigger.isAfter(now)) {
            throw new SluiceException(Problem.of(
                            ErrorCode.TRIGGER_IN_FUTURE,
                            "Cannot run the window of trigger %s: it is only %s"
                                    .formatted(grid.text(trigger), grid.text(now)))
                    .withHint("the latest that is due has trigger " + grid.text(trigger(latest(now)))));
        }
        Window window = latest(trigger);
        if (!trigger(window).equals(trigger)) {
            throw new SluiceException(Problem.of(
                            ErrorCode.TRIGGER_OFF_GRID,
                            "Cannot run a window of trigger %s: no window has it".formatted(grid.text(trigger)))
                    .withHint("the triggers before and after it are %s and %s"
                            .formatted(grid.text(trigger(window)), grid.text(trigger(grid.next(window))))));
        }
        return window;
    }

    /** The last window whose trigger is not after the time. */
    public Window latest(Instant time) {
        Window window = grid.containing(time.minus(buffer));
        while (trigger(window).isAfter(time)) {
            window = grid.previous(window);
        }
        for (Window next = grid.next(window); !trigger(next).isAfter(time); next = grid.next(next)) {
            window = next;
        }
        return window;
    }

    /**
     * The windows that are due, the last one first; made one by one.
     *
     * @param from they start then or later
     * @param to they start before it; empty for any time
     */
    public Stream<Window> due(Instant from, Optional<Instant> to, Instant now) {
        Window latest = latest(now);
        Window last = to.filter(end -> !latest.start().isBefore(end))
                .map(end -> grid.containing(end.minusNanos(1)))
                .orElse(latest);
        return Stream.iterate(last, window -> !window.start().isBefore(from), grid::previous);
    }
}
