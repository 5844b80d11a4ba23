package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.ledger.RunIds;
import dev.sluice.core.ledger.RunLease;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.Mended;
import dev.sluice.core.run.RuleNotice;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.window.Window;
import dev.sluice.spark.catalog.HistorySchema;
import dev.sluice.spark.catalog.QuarantineSchema;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.commit.LeaseKeeper;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.commit.Publisher;
import dev.sluice.spark.commit.Recovered;
import dev.sluice.spark.commit.TableFiles;
import dev.sluice.spark.sink.BadRowMapper;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.sink.JobGroup;
import dev.sluice.spark.sink.TwoTableWrite;
import dev.sluice.spark.sink.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A run that decides about rows of a quarantine: recover, claim, write, publish, report. It has the pipeline's quarantine
 * to itself, and what it decides counts from the moment at which its snapshot is in the target.
 */
final class QuarantineRun {
    private final Engine engine;
    private final PipelineSpec spec;
    private final RunListener listener;
    private final Phases phases;
    private final Publisher publisher;
    private final List<String> warnings = new ArrayList<>();
    private List<RuleNotice> notices = List.of();
    private Mended mended = Mended.NONE;
    private @Nullable RunLease lease;
    /** Of the rows that were written; empty before. */
    private List<CounterTotal> counters = List.of();

    QuarantineRun(Engine engine, PipelineSpec spec, RunListener listener) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
        this.phases = new Phases(engine.clock(), engine.clock().instant());
        this.publisher = engine.publisher(new CommitPhases(engine.observer(), phases, listener));
    }

    /** What such a run does between claim and publication. */
    interface Work {
        /** Writes all files; nothing is visible yet. */
        PreparedRun write(String runId, String batchId);
    }

    Phases phases() {
        return phases;
    }

    void count(List<CounterTotal> totals) {
        counters = totals;
    }

    void mend(Mended cells) {
        mended = cells;
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** What rules below error severity found in the rows of this run. */
    void notice(List<RuleNotice> found) {
        notices = List.copyOf(found);
    }

    /** Keeps what the files of the rows begin with: rows that fail again are this run's. */
    void keepHeaders(Map<String, String> textByPath) {
        engine.ledger().headers(Objects.requireNonNull(lease, "lease"), textByPath);
    }

    /** Has these windows to itself from here on: none is replaced while the run adds rows to it. */
    void take(Set<Window> windows) {
        if (windows.isEmpty()) {
            return;
        }
        engine.ledger()
                .windows()
                .take(Objects.requireNonNull(lease, "lease"), windows)
                .ifPresent(other -> {
                    throw new SluiceException(
                            ErrorCode.RUN_IN_PROGRESS,
                            "Cannot replay rows of %s: run %s (%s) has a window of theirs"
                                    .formatted(
                                            spec.name(),
                                            other.runId(),
                                            other.state().word()));
                });
    }

    /** These runs can be taken back no more: what would count again then is about to be removed. */
    void forbidRollback(Collection<String> runs) {
        if (!runs.isEmpty()) {
            engine.ledger().rollbacks().forbid(Objects.requireNonNull(lease, "lease"), runs);
        }
    }

    /** Ends what others have left unfinished, so that what is current is known. */
    void recover() {
        listener.step("recover", "looking for runs that were cut short");
        for (Recovered recovered : phases.time("recover", () -> engine.recover(spec.name(), publisher))) {
            listener.step("recover", recovered.message());
            warnings.add(recovered.message());
        }
    }

    /** @param kind one word, with which the batch's id begins */
    RunResult run(String kind, Work work) {
        String runId = RunIds.next(engine.clock(), engine.random());
        String batchId = kind + "-" + runId;
        Claim claim = phases.time(
                "claim",
                () -> engine.ledger()
                        .beginOnQuarantine(new BatchRequest(
                                spec.name(),
                                runId,
                                batchId,
                                List.of(),
                                spec.target().table().toString(),
                                spec.target().quarantine().toString(),
                                spec.fingerprint(),
                                Owner.current())));
        if (claim instanceof Claim.Taken taken) {
            throw taken(kind, taken.by());
        }
        return publish((Claim.Started) claim, work);
    }

    private SluiceException taken(String kind, RunRecord by) {
        return new SluiceException(
                ErrorCode.RUN_IN_PROGRESS,
                "Cannot %s rows of %s: run %s (%s, process %d on %s) decides about its quarantine"
                        .formatted(
                                kind,
                                spec.name(),
                                by.runId(),
                                by.state().word(),
                                by.owner().pid(),
                                by.owner().host()));
    }

    private RunResult publish(Claim.Started claim, Work work) {
        lease = claim.lease();
        String runId = claim.lease().runId();
        boolean prepared = false;
        JobWatch watch = new JobWatch(runId, listener);
        engine.spark().sparkContext().addSparkListener(watch);
        try {
            PreparedRun run;
            Published published;
            try (LeaseKeeper ignored = new LeaseKeeper(
                    engine.ledger(),
                    claim.lease(),
                    () -> engine.spark().sparkContext().cancelJobGroup(runId))) {
                run = written(runId, claim.batchId(), work);
                publisher.prepare(claim.lease(), run);
                prepared = true;
                published = publisher.publish(claim.lease(), run);
            }
            RunResult result = result(run, published.snapshot());
            return run.rows().read() == 0
                    ? result
                    : engine.reports()
                            .write(
                                    spec,
                                    result,
                                    new RunReports.Traces(List.of(), Optional.of(published), watch, phases),
                                    null);
        } catch (Throwable e) {
            if (!prepared) {
                fail(claim, e);
            }
            giveUp(claim, e);
            throw e;
        } finally {
            engine.spark().sparkContext().removeSparkListener(watch);
        }
    }

    private PreparedRun written(String runId, String batchId, Work work) {
        try (JobGroup ignored = JobGroup.enter(
                engine.sessionFor(spec.zone()).sparkContext(), runId, "sluice quarantine " + spec.name())) {
            return work.write(runId, batchId);
        }
    }

    RunResult result(PreparedRun run, OptionalLong snapshot) {
        return new RunResult(
                spec.name(),
                run.runId(),
                run.batchId(),
                RunState.PUBLISHED,
                run.rows(),
                run.reasons(),
                snapshot,
                null,
                warnings,
                null,
                phases.seconds(),
                List.of(),
                counters,
                List.of(),
                notices,
                List.of(),
                mended);
    }

    /** As a run of files does: what is left to do is for the next command, which may be of this process. */
    private void giveUp(Claim.Started claim, Throwable cause) {
        try {
            engine.ledger().giveUp(claim.lease());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void fail(Claim.Started claim, Throwable cause) {
        try {
            engine.ledger()
                    .failed(
                            claim.lease(),
                            cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Files for the history: a decision about each of the rows. */
    TableFiles decide(RowSelection selection, TwoTables tables, String runId, Verb verb) {
        Table history = new TargetTables(engine.catalog()).history(spec.target());
        Dataset<Row> rows = selection.rows();
        Instant now = Instant.ofEpochMilli(engine.clock().millis());
        boolean corrections = RowSelection.hasCorrections(rows);
        Column corrected = corrections ? col(RowSelection.CORRECTED) : lit(null).cast("string");
        Column event = corrections
                ? when(corrected.isNotNull(), lit("edited")).otherwise(lit(verb.event()))
                : lit(verb.event());
        Column decision = struct(
                col(QuarantineSchema.QUARANTINE_ID).as(HistorySchema.QUARANTINE_ID),
                col(QuarantineSchema.RUN_ID).as(HistorySchema.OF_RUN),
                col(QuarantineSchema.ATTEMPT).as(HistorySchema.ATTEMPT),
                event.as(HistorySchema.EVENT),
                lit(runId).as(HistorySchema.RUN_ID),
                lit(now).as(HistorySchema.AT),
                lit(verb.who()).as(HistorySchema.WHO),
                lit(verb.reason().orElse(null)).cast("string").as(HistorySchema.REASON),
                corrected.as(HistorySchema.CORRECTED));
        Dataset<Row> classified = rows.select(
                decision.as(ClassifiedRows.GOOD),
                lit(null).cast("struct<none:int>").as(ClassifiedRows.BAD));
        Written written = phases.time(
                "write history",
                () -> TwoTableWrite.write(
                        classified,
                        new TwoTables(history, tables.quarantine(), List.of(), List.of()),
                        runId,
                        new NoBadRows()));
        if (written.rows().landed() != selection.count()) {
            throw unbalanced("decided about %d rows".formatted(written.rows().landed()), selection);
        }
        return new TableFiles(
                TargetTables.historyOf(spec.target().quarantine()), history.uuid(), written.targetFiles());
    }

    static SluiceException unbalanced(String what, RowSelection selection) {
        return new SluiceException(
                ErrorCode.ROWS_UNBALANCED, "Cannot publish: %s, selected %d".formatted(what, selection.count()));
    }

    /** What is done with rows, by whom and why. */
    record Verb(String event, String who, Optional<String> reason) {}

    /** Decisions are never bad. */
    private record NoBadRows() implements BadRowMapper.Factory {
        @Override
        public BadRowMapper create() {
            return (bad, reasonRows) -> {
                throw new IllegalStateException("Cannot be: a decision is no bad row");
            };
        }

        @Override
        public int reasonSlots() {
            return 0;
        }
    }
}
