package dev.sluice.core.ledger;

import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The time of windows that the ledger knows, and that are none of the pipeline's any more: their length or zone was changed. */
final class OtherBounds {
    /** From start to end, apart from one another. */
    private final NavigableMap<Instant, Instant> spans = new TreeMap<>();

    private OtherBounds() {}

    /** Of those that have rows, or are about to. */
    static OtherBounds taken(Grid grid, List<WindowState> states) {
        return of(grid, states, OtherBounds::isTaken);
    }

    /** Of those too for which rows wait. */
    static OtherBounds known(Grid grid, List<WindowState> states) {
        return of(grid, states, state -> isTaken(state) || state.waiting() > 0);
    }

    private static OtherBounds of(Grid grid, List<WindowState> states, Predicate<WindowState> counts) {
        OtherBounds bounds = new OtherBounds();
        states.stream()
                .filter(counts)
                .map(WindowState::window)
                .filter(window -> !grid.has(window))
                .sorted()
                .forEach(bounds::add);
        return bounds;
    }

    private static boolean isTaken(WindowState state) {
        return state.published().isPresent()
                || state.last()
                        .map(RunRecord::state)
                        .filter(last -> switch (last) {
                            case RUNNING, PREPARED, HELD -> true;
                            case PUBLISHED, ALREADY_LANDED, FAILED, DISCARDED, ROLLED_BACK -> false;
                        })
                        .isPresent();
    }

    /** @param window that starts no earlier than those before it */
    private void add(Window window) {
        Entry<Instant, Instant> last = spans.lastEntry();
        if (last == null || last.getValue().isBefore(window.start())) {
            spans.put(window.start(), window.end());
        } else if (last.getValue().isBefore(window.end())) {
            spans.put(last.getKey(), window.end());
        }
    }

    /** Whether all of the window's time is theirs. */
    boolean cover(Window window) {
        Entry<Instant, Instant> span = spans.floorEntry(window.start());
        return span != null && !span.getValue().isBefore(window.end());
    }

    /** Time of theirs that the window shares; empty if it shares none. */
    Optional<Window> shared(Window window) {
        Entry<Instant, Instant> span = spans.lowerEntry(window.end());
        return span == null || !span.getValue().isAfter(window.start())
                ? Optional.empty()
                : Optional.of(new Window(span.getKey(), span.getValue()));
    }
}
