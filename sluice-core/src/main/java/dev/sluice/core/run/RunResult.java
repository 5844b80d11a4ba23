package dev.sluice.core.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.drift.DriftFinding;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param batchId null where there was nothing to make a batch of
 * @param reasons most rows first
 * @param snapshot the target's snapshot that holds the rows
 * @param landedBy the run that had landed the batch before; null unless {@code state} is already_landed
 * @param warnings one line each, such as columns that no step reads
 * @param report the HTML file; null where none was written
 * @param seconds wall-clock time
 * @param drift how the columns of the files differ from those expected
 * @param counters what steps counted, by step and name
 */
public record RunResult(
        String pipeline,
        String runId,
        @Nullable String batchId,
        RunState state,
        RowCounts rows,
        List<ReasonCount> reasons,
        OptionalLong snapshot,
        @Nullable String landedBy,
        List<String> warnings,
        @Nullable Path report,
        double seconds,
        List<DriftFinding> drift,
        List<CounterTotal> counters) {
    public RunResult {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(runId, "runId");
        requireNonNull(state, "state");
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
        drift = List.copyOf(drift);
        counters = List.copyOf(counters);
    }

    /** Of files whose columns are those expected, by steps that count nothing. */
    public RunResult(
            String pipeline,
            String runId,
            @Nullable String batchId,
            RunState state,
            RowCounts rows,
            List<ReasonCount> reasons,
            OptionalLong snapshot,
            @Nullable String landedBy,
            List<String> warnings,
            @Nullable Path report,
            double seconds) {
        this(
                pipeline, runId, batchId, state, rows, reasons, snapshot, landedBy, warnings, report, seconds,
                List.of(), List.of());
    }

    /** The same result with what was found of drift. */
    public RunResult withDrift(List<DriftFinding> newDrift) {
        return new RunResult(
                pipeline, runId, batchId, state, rows, reasons, snapshot, landedBy, warnings, report, seconds, newDrift,
                counters);
    }

    /** The same result with its report. */
    public RunResult withReport(Path newReport) {
        return new RunResult(
                pipeline, runId, batchId, state, rows, reasons, snapshot, landedBy, warnings, newReport, seconds, drift,
                counters);
    }
}
