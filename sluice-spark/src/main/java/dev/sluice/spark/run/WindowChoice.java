package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.window.Window;
import java.time.Instant;
import java.util.Optional;

/**
 * Which window a run is for.
 *
 * @param window of the pipeline's grid
 * @param trigger for which it is run; empty where the window itself was named
 * @param wish what is wanted of it
 */
public record WindowChoice(Window window, Optional<Instant> trigger, WindowWish wish) {
    public WindowChoice {
        requireNonNull(window, "window");
        requireNonNull(trigger, "trigger");
        requireNonNull(wish, "wish");
    }

    /** The window, unless it is published already. */
    public static WindowChoice of(Window window) {
        return new WindowChoice(window, Optional.empty(), WindowWish.MISSING);
    }
}
