package dev.sluice.core.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.budget.Overrun;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.drift.DriftFinding;
import dev.sluice.core.window.Delay;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
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
 * @param overruns limits of the budget that were exceeded; the run is held if there are any
 * @param notices what rules below error severity found: warnings first, then most rows first
 * @param checks how the batch as a whole stood to the pipeline's checks, in their order; the run is held if one forbids
 * @param mended what fixes have mended in rows that landed
 * @param late rows of windows that were published before, by how late they were
 * @param audits how it stood to the pipeline's audits, in their order; the run is held if one forbids
 * @param deliveries what became of the pipeline's sinks, in their order; one that failed undoes nothing
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
        List<CounterTotal> counters,
        List<Overrun> overruns,
        List<RuleNotice> notices,
        List<CheckResult> checks,
        Mended mended,
        Map<Delay, Long> late,
        List<AuditResult> audits,
        List<DeliveryResult> deliveries) {
    public RunResult {
        requireNonNull(pipeline, "pipeline");
        requireNonNull(runId, "runId");
        requireNonNull(state, "state");
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
        drift = List.copyOf(drift);
        counters = List.copyOf(counters);
        overruns = List.copyOf(overruns);
        notices = List.copyOf(notices);
        checks = List.copyOf(checks);
        requireNonNull(mended, "mended");
        late = Map.copyOf(late);
        audits = List.copyOf(audits);
        deliveries = List.copyOf(deliveries);
    }

    /** Without late rows, of a pipeline without audits and sinks. */
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
            double seconds,
            List<DriftFinding> drift,
            List<CounterTotal> counters,
            List<Overrun> overruns,
            List<RuleNotice> notices,
            List<CheckResult> checks,
            Mended mended) {
        this(
                pipeline, runId, batchId, state, rows, reasons, snapshot, landedBy, warnings, report, seconds, drift,
                counters, overruns, notices, checks, mended, Map.of(), List.of(), List.of());
    }

    /** Of files whose columns are those expected, by steps that count and note nothing; it kept to its budget. */
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
                pipeline,
                runId,
                batchId,
                state,
                rows,
                reasons,
                snapshot,
                landedBy,
                warnings,
                report,
                seconds,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Mended.NONE);
    }

    /** The same result of a run that exceeds its budget. */
    public RunResult withOverruns(List<Overrun> exceeded) {
        return with(copy -> copy.overruns = exceeded);
    }

    /** The same result with how it stood to its audits. */
    public RunResult withAudits(List<AuditResult> results) {
        return with(copy -> copy.audits = results);
    }

    /** The same result with what was found of drift. */
    public RunResult withDrift(List<DriftFinding> found) {
        return with(copy -> copy.drift = found);
    }

    /** The same result with its report. */
    public RunResult withReport(Path written) {
        return with(copy -> copy.report = written);
    }

    /** The same result with what was mended. */
    public RunResult withMended(Mended cells) {
        return with(copy -> copy.mended = cells);
    }

    /** The same result with late rows. */
    public RunResult withLate(Map<Delay, Long> rowsByDelay) {
        return with(copy -> copy.late = rowsByDelay);
    }

    /** The same result with what became of the sinks. */
    public RunResult withDeliveries(List<DeliveryResult> results) {
        return with(copy -> copy.deliveries = results);
    }

    /** The same result with these warnings. */
    public RunResult withWarnings(List<String> lines) {
        return with(copy -> copy.warnings = lines);
    }

    private RunResult with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.result();
    }

    /** The result with what may be told of it later. */
    private static final class Copy {
        private final RunResult of;
        private List<Overrun> overruns;
        private List<AuditResult> audits;
        private List<DriftFinding> drift;
        private @Nullable Path report;
        private Mended mended;
        private Map<Delay, Long> late;
        private List<DeliveryResult> deliveries;
        private List<String> warnings;

        Copy(RunResult of) {
            this.of = of;
            overruns = of.overruns;
            audits = of.audits;
            drift = of.drift;
            report = of.report;
            mended = of.mended;
            late = of.late;
            deliveries = of.deliveries;
            warnings = of.warnings;
        }

        RunResult result() {
            return new RunResult(
                    of.pipeline,
                    of.runId,
                    of.batchId,
                    of.state,
                    of.rows,
                    of.reasons,
                    of.snapshot,
                    of.landedBy,
                    warnings,
                    report,
                    of.seconds,
                    drift,
                    of.counters,
                    overruns,
                    of.notices,
                    of.checks,
                    mended,
                    late,
                    audits,
                    deliveries);
        }
    }
}
