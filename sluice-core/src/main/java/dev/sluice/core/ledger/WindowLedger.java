package dev.sluice.core.ledger;

import dev.sluice.api.SluiceException;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.EntryChanges;
import dev.sluice.core.window.Rows;
import dev.sluice.core.window.Window;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** The run whose rows the window has; empty if none was published. */
    Optional<RunRecord> publisher(String pipeline, Window window);

    /**
     * Claims a window and its inputs.
     *
     * @throws SluiceException {@code WINDOW_CHANGED} if the request lacks one of {@link #inputs}
     */
    WindowClaim begin(WindowRequest request);

    /** What {@link #begin} would find for a window that is not published; claims and changes nothing. */
    BatchPreview preview(WindowRequest request);

    /**
     * Running → prepared, of a run of a window.
     *
     * @param lateRows rows that were late, by delay
     * @throws SluiceException {@code TOO_MANY_WINDOWS} if there are more than 100,000 changes
     */
    void prepared(RunLease lease, Prepared prepared, EntryChanges changes, Map<Delay, Long> lateRows);

    /**
     * Gives windows to a run that has begun, beside what it has: until it ends no run can replace them.
     *
     * @return the run that has one of them; empty if the run has them all now
     * @throws SluiceException {@code LEASE_LOST}
     */
    Optional<RunRecord> take(RunLease lease, Collection<Window> windows);

    /**
     * The inputs of published windows that start at {@code from} or later, and before {@code to}, without those that are
     * known to have changed.
     */
    List<WindowInput> read(String pipeline, Instant from, Instant to);

    /** What is known of the rows of inputs, by their paths. */
    Map<Rows, Entry> entries(String pipeline, Collection<String> inputs);

    /** Those of the paths that no run of the pipeline has read yet. */
    Set<String> unread(String pipeline, Collection<String> paths);

    /** How far the column has come whose progress tells which windows are complete; empty if nothing of it was seen. */
    Optional<Instant> progress(String pipeline);

    /** The column has come so far; a time before the one that is known changes nothing. To milliseconds. */
    void advance(String pipeline, Instant seen);

    /** Which rows of the quarantine count no more, by window. */
    List<Supersession> supersessions(String pipeline);

    /** Every published run that has replaced a window, the last one of each window among them, as they were published. */
    List<Supersession> replacements(String pipeline);

    /** Published runs in the order in which they were published, from 1. */
    Map<String, Long> publications(String pipeline);

    /** All windows that the ledger knows of, in order: published, begun, or with rows deferred to them. */
    List<WindowState> states(String pipeline);

    /** Keeps why a run for a window was refused, until a run of the window begins. The last one counts. */
    void refused(String pipeline, WindowRefusal refusal);

    /** What {@link #refused} has kept, in the order of the windows. */
    List<WindowRefusal> refusals(String pipeline);

    /** What is known of rows that are deferred to a published window, or whose input has changed. */
    Map<Rows, Entry> unsettled(String pipeline);
}
