package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.window.Entry.How;
import dev.sluice.core.window.WindowRun.Kind;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides where rows have their place: a pure function of what the ledger knows when a run claims its window.
 *
 * <p>Rows have one home. Only a run of that home places them again, so that windows can be run again in any order and at
 * the same time; every other run that meets them leaves them alone.
 *
 * @param byColumn whether a column tells the window of a row
 * @param late what becomes of rows of a published window
 * @param lateness how long after the end of their window rows are taken; measured to the end of the window that brings them
 */
public record Placement(Grid grid, boolean byColumn, Late late, Optional<Duration> lateness) {
    public Placement {
        requireNonNull(grid, "grid");
        requireNonNull(late, "late");
        requireNonNull(lateness, "lateness");
    }

    /**
     * Where the run has to place rows.
     *
     * @param known what the ledger knows of these rows
     * @param published whether the window of their event time was published when the run claimed its own; false where there
     *     is none
     */
    public Place place(WindowRun run, Optional<Window> of, Optional<Entry> known, boolean published) {
        Window window = run.window();
        if (known.isPresent() && known.get().how() != How.EMPTY) {
            Entry entry = known.get();
            if (entry.deferred()) {
                return deferred(run, entry, published);
            }
            if (!entry.home().equals(window) || run.kind() == Kind.LATE) {
                return new Place.Elsewhere();
            }
        }
        if (of.isEmpty()) {
            return byColumn
                    ? new Place.Quarantined(window, ReasonCode.NO_EVENT_TIME)
                    : new Place.Lands(window, How.OWN);
        }
        if (of.get().equals(window)) {
            boolean marked = known.filter(entry -> entry.how() == How.APPEND).isPresent();
            return new Place.Lands(window, marked ? How.APPEND : How.OWN);
        }
        return published ? late(window, of.get()) : new Place.Deferred(of.get());
    }

    /**
     * The run that has to place rows again, or at last; empty if they are where they belong, or their window has not run yet.
     *
     * @param published whether the entry's home is published
     */
    public Optional<WindowRun> settledBy(Entry entry, boolean published) {
        if (entry.changed()) {
            return Optional.of(new WindowRun(entry.home(), Kind.RERUN));
        }
        if (!entry.deferred() || !published) {
            return Optional.empty();
        }
        return Optional.of(
                rewrites(entry) ? new WindowRun(entry.home(), Kind.RERUN) : new WindowRun(entry.by(), Kind.LATE));
    }

    /** Of rows that wait for their window: they came in time if it is not published, else they are late. */
    private Place deferred(WindowRun run, Entry entry, boolean published) {
        Window own = entry.home();
        if (own.equals(run.window()) && run.kind() != Kind.LATE) {
            return !published || rewrites(entry) ? new Place.Lands(own, How.OWN) : new Place.Elsewhere();
        }
        return run.kind() == Kind.LATE && entry.by().equals(run.window()) && published && !rewrites(entry)
                ? late(entry.by(), own)
                : new Place.Elsewhere();
    }

    private boolean rewrites(Entry entry) {
        return late == Late.REWRITE && !tooLate(entry.by(), entry.home());
    }

    private Place late(Window by, Window own) {
        if (tooLate(by, own)) {
            return new Place.Quarantined(by, ReasonCode.TOO_LATE);
        }
        return switch (late) {
            case REWRITE -> new Place.Deferred(own);
            case APPEND -> new Place.Lands(own, How.APPEND);
            case QUARANTINE -> new Place.Quarantined(by, ReasonCode.LATE_ROW);
            case NEXT -> new Place.Lands(by, How.NEXT);
        };
    }

    private boolean tooLate(Window by, Window own) {
        return lateness.isPresent() && by.end().isAfter(grid.after(own.end(), lateness.get()));
    }
}
