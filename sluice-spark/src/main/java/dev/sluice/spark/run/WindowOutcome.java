package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.SluiceException;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.window.Window;
import java.util.Optional;

/**
 * How one of many runs ended.
 *
 * @param result empty if the run failed, or could not be begun
 * @param failure why; empty if there is a result
 */
public record WindowOutcome(Window window, Optional<RunResult> result, Optional<SluiceException> failure) {
    public WindowOutcome {
        requireNonNull(window, "window");
        requireNonNull(result, "result");
        requireNonNull(failure, "failure");
    }
}
