package dev.sluice.core.plan;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ConverterPlugin;
import dev.sluice.api.Footprint;
import dev.sluice.core.spec.Step;
import java.util.List;

/**
 * A converter in its place.
 *
 * @param reads every column that it reads, each once: those of its footprint, then those of its SQL options
 * @param before all columns that exist when it begins
 * @param after all columns that exist when it has ended
 */
public record PlannedStep(
        Step<ConverterPlugin> step,
        Footprint footprint,
        List<String> reads,
        List<PlannedColumn> before,
        List<PlannedColumn> after) {
    public PlannedStep {
        requireNonNull(step, "step");
        requireNonNull(footprint, "footprint");
        reads = List.copyOf(reads);
        before = List.copyOf(before);
        after = List.copyOf(after);
    }
}
