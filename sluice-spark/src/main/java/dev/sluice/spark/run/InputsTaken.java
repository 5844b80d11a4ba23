package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;

/** A run of another window is reading inputs of the window; it ends by itself. */
final class InputsTaken extends SluiceException {
    private static final long serialVersionUID = 1;

    private final String by;

    InputsTaken(String by, String message) {
        super(ErrorCode.RUN_IN_PROGRESS, message);
        this.by = by;
    }

    /** The other run. */
    String by() {
        return by;
    }
}
