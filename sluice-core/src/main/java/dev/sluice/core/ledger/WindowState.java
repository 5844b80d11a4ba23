package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Window;
import java.util.Map;
import java.util.Optional;

/**
 * What the ledger knows of a window.
 *
 * @param published the run whose rows it has; empty if none was published
 * @param last the run that was begun last; empty if rows were only deferred to it
 * @param lateRows rows that its runs have brought and that were late, by delay
 * @param waiting how many inputs have rows that are deferred to it
 * @param changed how many inputs of it have changed since they were read
 * @param foundInRows whether rows waited for it before anybody ran it, and it lies before the window that was run first: it
 *     does not tell that the windows behind it are wanted
 */
public record WindowState(
        Window window,
        Optional<RunRecord> published,
        Optional<RunRecord> last,
        Map<Delay, Long> lateRows,
        int waiting,
        int changed,
        boolean foundInRows) {
    public WindowState {
        requireNonNull(window, "window");
        requireNonNull(published, "published");
        requireNonNull(last, "last");
        lateRows = Map.copyOf(lateRows);
    }

    /** The same, with so many more inputs that have changed. */
    public WindowState changed(int more) {
        return new WindowState(window, published, last, lateRows, waiting, changed + more, foundInRows);
    }
}
