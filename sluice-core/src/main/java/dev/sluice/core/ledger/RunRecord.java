package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunState;
import dev.sluice.core.window.WindowRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run as the ledger remembers it.
 *
 * @param files how many source files it holds
 * @param rows zeros before it is prepared
 * @param commitFile present from prepared on
 * @param message why it failed, is held or was discarded
 * @param acceptedBy who let it be published although it was held
 * @param window what it was to do with which window; empty for a run without one
 * @param triggerAt the time for which a run of a window was started
 */
public record RunRecord(
        String runId,
        String pipeline,
        String batchId,
        RunState state,
        String target,
        String quarantine,
        String fingerprint,
        long epoch,
        Owner owner,
        int files,
        RowCounts rows,
        List<ReasonCount> reasons,
        OptionalLong snapshot,
        OptionalLong quarantineSnapshot,
        Optional<String> commitFile,
        Optional<String> message,
        Optional<String> acceptedBy,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<WindowRun> window,
        Optional<Instant> triggerAt) {
    public RunRecord {
        requireNonNull(runId, "runId");
        requireNonNull(state, "state");
        reasons = List.copyOf(reasons);
        requireNonNull(window, "window");
    }
}
