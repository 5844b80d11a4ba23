package dev.sluice.core.ledger;

import dev.sluice.api.SluiceException;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import java.util.List;
import java.util.Map;

/**
 * The ledger of windows and of what became of their inputs' rows. Every method is one transaction, as those of {@link
 * Ledger}, which carries a window's run on once it has begun: {@code published} makes durable what {@link #prepared} kept.
 */
public interface WindowLedger {
    /**
     * Paths of the inputs that a run must read besides those that the source's patterns name, sorted. The caller looks them
     * up and gives them to {@link #begin}.
     */
    List<String> inputs(String pipeline, Window window, WindowWish wish);

    /**
     * Claims a window and its inputs.
     *
     * @throws SluiceException {@code WINDOW_CHANGED} if the request lacks one of {@link #inputs}
     */
    WindowClaim begin(WindowRequest request);

    /**
     * Running → prepared, of a run of a window.
     *
     * @param lateRows rows that were late, by delay
     * @throws SluiceException {@code TOO_MANY_WINDOWS} if there are more than 100,000 changes
     */
    void prepared(RunLease lease, Prepared prepared, EntryChanges changes, Map<Delay, Long> lateRows);

    /** All windows that the ledger knows of, in order: published, begun, or with rows deferred to them. */
    List<WindowState> states(String pipeline);

    /** What is known of rows that are deferred to a published window, or whose input has changed. */
    Map<Rows, Entry> unsettled(String pipeline);
}
