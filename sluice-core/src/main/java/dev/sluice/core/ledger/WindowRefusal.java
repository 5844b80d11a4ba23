package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.window.Window;
import java.time.Instant;

/**
 * Why a run for a window was refused before it had begun, so that the ledger has no such run.
 *
 * @param code as users see it, {@code SLU-…}
 * @param at to milliseconds
 */
public record WindowRefusal(Window window, String code, String message, Instant at) {
    public WindowRefusal {
        requireNonNull(window, "window");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
        requireNonNull(at, "at");
    }
}
