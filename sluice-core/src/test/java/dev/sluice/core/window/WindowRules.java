package dev.sluice.core.window;

import java.util.Optional;

/** The rules of the model that a simulation goes by; tests break one of them to see that it is needed. */
class WindowRules {
    final Placement placement;

    WindowRules(Placement placement) {
        this.placement = placement;
    }

    Place place(WindowRun run, Optional<Window> of, Optional<Entry> known, boolean published) {
        return placement.place(run, of, known, published);
    }

    /** Whether a re-run starts over if somebody added rows to its window since its claim. */
    boolean refusesAdditions() {
        return true;
    }

    /** Whether a window cannot be claimed while a prepared run is about to add rows to it. */
    boolean waitsForPrepared() {
        return true;
    }

    /** Whether an input is read by one run at a time. */
    boolean readsAlone() {
        return true;
    }

    /** Whether a window waits for an input that a held run has read, if the window is home of rows of it. */
    boolean waitsForRowsThatAreHeld() {
        return true;
    }

    /** Whether a run that is prepared is rolled forward, rather than forgotten. */
    boolean rollsForward() {
        return true;
    }

    /** Whether a run looks for itself in the table before it commits. */
    boolean looksForItself() {
        return true;
    }

    /** Whether a window is run again if an input of it has changed. */
    boolean settlesChanges() {
        return true;
    }
}
