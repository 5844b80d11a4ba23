package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.RunResult;
import java.util.List;

/**
 * How a run ended, and those that it made necessary.
 *
 * @param result with what became of sinks and tables once all had ended
 * @param settled in their order; none without windows
 */
public record SettledRun(RunResult result, List<WindowOutcome> settled) {
    public SettledRun {
        requireNonNull(result, "result");
        settled = List.copyOf(settled);
    }
}
