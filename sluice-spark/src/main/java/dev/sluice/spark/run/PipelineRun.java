package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.batch.BatchFingerprint;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.budget.Overrun;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.drift.SourceDrift;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.Claim;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.ledger.RunIds;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowClaim;
import dev.sluice.core.ledger.WindowRefusal;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.run.CounterTotal;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.Mended;
import dev.sluice.core.run.ReasonCount;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RuleNotice;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.Drift;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.WindowTexts;
import dev.sluice.core.spec.WriteSpec;
import dev.sluice.core.window.Delay;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowReference;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.catalog.TwoTables;
import dev.sluice.spark.commit.LeaseKeeper;
import dev.sluice.spark.commit.MergedRows.Audited;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.commit.Publisher;
import dev.sluice.spark.commit.Recovered;
import dev.sluice.spark.commit.Replaced;
import dev.sluice.spark.commit.StagedTables;
import dev.sluice.spark.commit.TableFiles;
import dev.sluice.spark.plan.Classification;
import dev.sluice.spark.plan.OnePass;
import dev.sluice.spark.plan.RunContext;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.sink.JobGroup;
import dev.sluice.spark.sink.TwoTableWrite;
import dev.sluice.spark.sink.Written;
import dev.sluice.spark.source.SourceHeader;
import dev.sluice.spark.source.SourceRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** One run of one pipeline: recover, claim, read, write, publish, report. */
final class PipelineRun {
    private final RunOptions options;
    private final Engine engine;
    private final PipelineSpec declared;
    private final PipelineSpec spec;
    private final PipelinePlan plan;
    private final RunListener listener;
    private final Phases phases;
    private final List<String> warnings = new ArrayList<>();
    private List<RuleNotice> notices = List.of();
    private List<CheckResult> checks = List.of();
    /** What the caller told of the batch. */
    private Map<String, String> tags = Map.of();

    private final Publisher publisher;
    private final Instant startedAt;
    private ColumnDrift drift;
    /** Of the rows that were written; empty before. */
    private List<CounterTotal> counters = List.of();

    private Mended mended = Mended.NONE;
    private Map<Delay, Long> late = Map.of();
    private List<AuditResult> audits = List.of();

    /** Of a run of a window. */
    private Optional<WindowInputs> window = Optional.empty();

    /** The target's snapshot when the run began. */
    private OptionalLong base = OptionalLong.empty();

    /** Whether the source's patterns refer to the window. */
    private final boolean named;

    PipelineRun(Engine engine, PipelineSpec pipeline, RunOptions options, RunListener listener) {
        this.engine = engine;
        this.options = options;
        this.declared = pipeline;
        this.spec = of(pipeline, options);
        this.named = isNamed(pipeline);
        this.plan = PipelinePlan.of(spec);
        plan.warnings().forEach(warning -> warnings.add(warning.message()));
        this.listener = new OneCallAtATime(listener);
        this.startedAt = engine.clock().instant();
        this.drift = new ColumnDrift(spec, List.of(), SourceDrift.NONE);
        this.phases = new Phases(engine.clock(), startedAt);
        this.publisher = engine.publisher(new CommitPhases(engine.observer(), phases, this.listener));
    }

    /** Whether what the source's patterns find is the window's own. */
    static boolean isNamed(PipelineSpec pipeline) {
        return pipeline.source().tables().isPresent()
                || pipeline.source().files().stream().anyMatch(file -> WindowReference.indexIn(file) >= 0);
    }

    /** The pipeline as this run carries it out. */
    private static PipelineSpec of(PipelineSpec pipeline, RunOptions options) {
        if (pipeline.window().isPresent() && options.window().isEmpty()) {
            throw new SluiceException(
                    ErrorCode.WINDOW_NOT_NAMED,
                    "Cannot run pipeline %s: it has windows, and none is named".formatted(pipeline.name()));
        }
        return options.window()
                .map(choice -> pipeline.window()
                        .map(windows -> {
                            windows.require(choice.window());
                            return pipeline.at(choice.window());
                        })
                        .orElseThrow(() -> new SluiceException(
                                ErrorCode.NO_WINDOWS,
                                "Cannot run window %s: pipeline %s has no 'window:'"
                                        .formatted(choice.window(), pipeline.name()))))
                .orElse(pipeline);
    }

    RunResult run() {
        recover();
        tags = options.window()
                .filter(choice -> options.tags().isEmpty())
                .map(this::tagsBefore)
                .orElseGet(options::tags);
        return options.window().map(this::runOrRefuse).orElseGet(this::runBatch);
    }

    /** A window that is run again, be it by Sluice itself, has the tags of its batch unless others are given. */
    private Map<String, String> tagsBefore(WindowChoice choice) {
        return engine.ledger().tags(spec.name(), choice.window().toString());
    }

    /** A run that never began is not in the ledger; why it did not, whoever asks for the window shall learn all the same. */
    private RunResult runOrRefuse(WindowChoice choice) {
        try {
            return runWindow(choice);
        } catch (SluiceException e) {
            if (window.isEmpty()) {
                refused(choice, e);
            }
            throw e;
        }
    }

    private void refused(WindowChoice choice, SluiceException why) {
        try {
            engine.ledger()
                    .windows()
                    .refused(
                            spec.name(),
                            new WindowRefusal(
                                    choice.window(),
                                    why.code().id(),
                                    why.problems().get(0).message(),
                                    engine.clock().instant()));
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    private RunResult runWindow(WindowChoice choice) {
        String runId = RunIds.next(engine.clock(), engine.random());
        if (choice.wish() == WindowWish.MISSING) {
            // Before its files or its marker are looked for: they may be archived by now.
            Optional<RunRecord> published = engine.ledger().windows().publisher(spec.name(), choice.window());
            if (published.isPresent()) {
                return publishedBefore(runId, choice, published.get());
            }
            new Completeness(engine, spec).require(choice.window());
        }
        WindowTexts.require(declared, choice.window());
        WindowInputs inputs = new WindowInputs(engine, spec, named, choice);
        listener.step("list", spec.source().describe());
        WindowClaim claim = phases.time("claim", () -> inputs.claim(runId));
        if (claim instanceof WindowClaim.Done done) {
            return publishedBefore(runId, choice, done.by());
        }
        if (claim instanceof WindowClaim.Taken taken) {
            SluiceException refused = taken(taken.by());
            boolean isOfAnother = taken.by()
                    .window()
                    .filter(of -> !of.window().equals(choice.window()))
                    .isPresent();
            throw refused.code() == ErrorCode.RUN_IN_PROGRESS && isOfAnother
                    ? new InputsTaken(
                            taken.by().runId(), refused.problems().get(0).message())
                    : refused;
        }
        WindowClaim.Started started = (WindowClaim.Started) claim;
        window = Optional.of(inputs);
        warnings.addAll(inputs.warnings());
        leftOut(started.held());
        return land(runId, new Claim.Started(started.lease(), started.batchId(), inputs.files(), List.of(), List.of()));
    }

    private RunResult publishedBefore(String runId, WindowChoice choice, RunRecord by) {
        warnings.addAll(changed(choice));
        return alreadyLanded(runId, List.of(by));
    }

    /** Of a window that is published and not replaced: who has put a corrected file there shall not think that it counts. */
    private List<String> changed(WindowChoice choice) {
        if (choice.wish() != WindowWish.MISSING || spec.source().fingerprintByContent()) {
            // To read all files for a warning would be too dear.
            return List.of();
        }
        Window of = choice.window();
        try {
            return ChangedFiles.of(engine, spec)
                    .of(engine.ledger().windows().read(spec.name(), of.start(), of.end()))
                    .values()
                    .stream()
                    .map(files -> "%s has changed since the window was published%s; --rerun takes it as it is now"
                            .formatted(
                                    files.get(0).path(),
                                    files.size() == 1 ? "" : ", and %d more files".formatted(files.size() - 1)))
                    .toList();
        } catch (SluiceException e) {
            // The window is there all the same.
            return List.of("whether files of the window have changed cannot be told: "
                    + e.problems().get(0).message());
        }
    }

    private RunResult runBatch() {
        // Before the ledger is asked: what lands from here on, the batch does not know.
        base = new TargetWrite(spec.target()).base(engine);
        if (options.batchId().isPresent() && spec.source().tables().isPresent()) {
            throw new SluiceException(
                    ErrorCode.INVALID_USAGE,
                    "Cannot run %s with a batch id: its batch is the state of the tables that it reads"
                            .formatted(spec.name()));
        }
        List<SourceFile> files = phases.time("list", () -> list());
        String runId = RunIds.next(engine.clock(), engine.random());
        BatchRequest request = new BatchRequest(
                spec.name(),
                runId,
                options.batchId().orElse(null),
                files,
                spec.target().table().toString(),
                spec.target().quarantine().toString(),
                spec.fingerprint(),
                Owner.current(),
                content(spec));
        Claim claim = phases.time("claim", () -> engine.ledger().begin(request));
        for (SourceFile changed : claim.changed()) {
            warnings.add("left alone: %s has landed before with other content".formatted(changed.path()));
        }
        if (claim instanceof Claim.Started started) {
            leftOut(started.held());
            return land(runId, started);
        }
        if (claim instanceof Claim.AlreadyLanded landed) {
            return alreadyLanded(runId, landed.by());
        }
        throw taken(((Claim.Taken) claim).by());
    }

    private void leftOut(List<SourceFile> held) {
        if (!held.isEmpty()) {
            warnings.add("left out: %d files of runs that are held, such as %s; see 'sluice runs --state held'"
                    .formatted(held.size(), held.get(0).path()));
        }
    }

    /** What makes a batch of the pipeline. */
    static BatchRequest.Content content(PipelineSpec spec) {
        if (spec.source().tables().isEmpty()) {
            return BatchRequest.Content.FRESH;
        }
        // Rows that are added would come twice if the pipeline were changed.
        return spec.target().write() instanceof WriteSpec.Append
                ? BatchRequest.Content.STATE
                : BatchRequest.Content.STATE_BY_RULES;
    }

    private void recover() {
        listener.step("recover", "looking for runs that were cut short");
        for (Recovered recovered : phases.time("recover", () -> engine.recover(spec.name(), publisher))) {
            listener.step("recover", recovered.message());
            warnings.add(recovered.message());
        }
    }

    private List<SourceFile> list() {
        listener.step("list", spec.source().describe());
        List<SourceFile> files = engine.inputs().of(spec, Optional.empty());
        if (files.isEmpty()) {
            throw withDeliveries(nothingMatches(spec));
        }
        return files;
    }

    static SluiceException nothingMatches(PipelineSpec spec) {
        return new SluiceException(
                ErrorCode.NOTHING_SELECTED,
                "Cannot run %s: no file matches %s"
                        .formatted(spec.name(), spec.source().describe()));
    }

    private SluiceException taken(RunRecord by) {
        if (by.state() == RunState.HELD) {
            return new SluiceException(
                    ErrorCode.RUN_HELD,
                    "Cannot run %s: run %s has read this batch and is held: %s"
                            .formatted(spec.name(), by.runId(), by.message().orElse("it exceeds its budget")));
        }
        return new SluiceException(
                ErrorCode.RUN_IN_PROGRESS,
                "Cannot run %s: run %s (%s, process %d on %s) has taken the batch or some of its files"
                        .formatted(
                                spec.name(),
                                by.runId(),
                                by.state().word(),
                                by.owner().pid(),
                                by.owner().host()));
    }

    private RunResult alreadyLanded(String runId, List<RunRecord> by) {
        RunRecord last = by.get(0);
        listener.step("done", "the batch has landed already");
        return new RunResult(
                        spec.name(),
                        runId,
                        last.batchId(),
                        RunState.ALREADY_LANDED,
                        RowCounts.NONE,
                        List.of(),
                        last.snapshot(),
                        last.runId(),
                        warnings,
                        null,
                        phases.seconds())
                .withDeliveries(deliver());
    }

    /** What the run has published, or one before it whose process died before it could deliver. */
    private List<DeliveryResult> deliver() {
        return spec.sinks().isEmpty()
                ? List.of()
                : phases.time("deliver", new FollowUp(engine, spec, listener)::deliver);
    }

    private void maintain() {
        if (spec.care().after().isPresent()) {
            warnings.addAll(phases.time("maintain", new FollowUp(engine, spec, listener)::maintain));
        }
    }

    /** A run that finds nothing to do still delivers what is missing. */
    private SluiceException withDeliveries(SluiceException nothing) {
        List<Problem> failures = deliver().stream()
                .flatMap(result -> Optional.ofNullable(result.failure()).stream())
                .toList();
        if (failures.isEmpty()) {
            return nothing;
        }
        List<Problem> problems = new ArrayList<>(nothing.problems());
        problems.addAll(failures);
        return new SluiceException(problems);
    }

    private RunResult land(String runId, Claim.Started claim) {
        boolean prepared = false;
        JobWatch watch = new JobWatch(runId, listener);
        engine.spark().sparkContext().addSparkListener(watch);
        try {
            Judged judged;
            Published published;
            // Publication ends the lease: to renew it while the report is written would look like losing it.
            try (LeaseKeeper ignored = new LeaseKeeper(engine.ledger(), claim.lease(), () -> cancel(runId))) {
                judged = writeInStates(runId, claim);
                publisher.prepare(claim.lease(), judged.run());
                prepared = true;
                published = judged.held()
                        ? new Published(OptionalLong.empty(), publisher.hold(claim.lease(), judged.run()))
                        : publisher.publish(claim.lease(), judged.run());
            }
            return report(claim, judged, published, watch);
        } catch (Throwable e) {
            // Spark may end a job with an error, such as a stack that overflows, or with a checked exception that no
            // signature tells of; the run has failed all the same.
            if (!prepared) {
                fail(claim, runId, e, watch);
            }
            giveUp(claim, e);
            throw e;
        } finally {
            engine.spark().sparkContext().removeSparkListener(watch);
        }
    }

    private void cancel(String runId) {
        engine.spark().sparkContext().cancelJobGroup(runId);
    }

    /** As {@link #write}. A state of a table that expires while it is read shows as missing files: tells which. */
    private Judged writeInStates(String runId, Claim.Started claim) {
        try {
            return write(runId, claim);
        } catch (Throwable e) {
            try {
                engine.inputs().requireSnapshots(claim.files());
            } catch (SluiceException gone) {
                gone.addSuppressed(e);
                throw gone;
            }
            throw e;
        }
    }

    /** Reads, converts, validates and writes every row; nothing is visible yet. */
    private Judged write(String runId, Claim.Started claim) {
        // Before anything can fail: a run that failed is the one that is repeated.
        engine.ledger().settings(claim.lease(), spec.version(), engine.project().environment(), tags);
        SparkSession session = engine.sessionFor(spec.zone());
        TargetTables target = new TargetTables(engine.catalog());
        Looked looked = phases.time("headers", () -> look(session, target, claim.files()));
        engine.ledger().headers(claim.lease(), headerTexts(looked.source().headers()));
        TwoTables tables = phases.time(
                "tables", () -> target.ensure(looked.plan().pipeline().target()));
        TargetWrite write = new TargetWrite(looked.plan().pipeline().target());
        tables.changes().forEach(change -> listener.step("tables", change));
        warnings.addAll(tables.warnings());
        Audits demanded = new Audits(spec.audits());
        demanded.check(session, looked.plan().pipeline().target(), target);
        listener.step("read", counted(claim.files()));
        try (JobGroup ignored = JobGroup.enter(session.sparkContext(), runId, "sluice run " + spec.name());
                SourceRows source = fetched(looked.source());
                Classification pass = phases.time("compile", () -> compile(looked, source, claim))) {
            // From here on no look ahead sees them: they are read.
            window.ifPresent(inputs -> new Completeness(engine, spec).lookAt(inputs.fresh(), inputs.window()));
            for (String column : pass.unnameable(spec.budget())) {
                warnings.add("budget.columns: no reason can name column " + column);
            }
            BatchChecks demands = BatchChecks.of(spec.checks(), (StructType)
                    pass.rows().schema().apply(ClassifiedRows.GOOD).dataType());
            Instant now = engine.clock().instant();
            Written written = phases.time(
                    "write",
                    () -> TwoTableWrite.write(
                            pass.rows(),
                            write.written(tables),
                            runId,
                            pass.mapper(spec.declaredName(), runId, claim.batchId(), spec.fingerprint(), now),
                            pass.noticeFactory(),
                            demands.measurements(),
                            pass.mending(spec.declaredName(), runId, claim.batchId(), spec.fingerprint(), now)));
            mended = pass.mended(written.mended());
            notices = pass.notices(written.notices());
            Map<String, Double> measures = demands.values(written);
            checks = demands.judge(measures, engine.ledger(), spec.name());
            List<ReasonCount> reasons = pass.reasons(written.reasonRows(), written.stepReasons());
            List<Overrun> overruns = spec.budget().judge(pass.counts(written));
            counters = written.counters();
            PreparedRun run = new PreparedRun(
                    runId,
                    claim.batchId(),
                    spec.name(),
                    spec.fingerprint(),
                    BatchFingerprint.of(claim.files()),
                    engine.clock().millis(),
                    written.rows(),
                    reasons,
                    new TableFiles(spec.target().table(), tables.target().uuid(), written.targetFiles()),
                    new TableFiles(
                            spec.target().quarantine(), tables.quarantine().uuid(), written.quarantineFiles()),
                    Map.of());
            Optional<PreparedRun.WindowFacts> facts = window.map(inputs -> inputs.facts(written.seen()));
            late = facts.map(PreparedRun.WindowFacts::lateRows).orElse(Map.of());
            PreparedRun whole = run.withFixes(fixes(tables, written));
            Optional<Replaced> replaced = window.<Optional<Replaced>>map(
                            inputs -> inputs.replaced().map(rows -> rows))
                    .orElseGet(() -> write.ofBatch(base));
            PreparedRun placed = replaced.map(whole::replacing).orElse(whole);
            audits = audit(demanded, session, placed);
            Judged judged = Judged.of(
                    placed.withBatch(new PreparedRun.BatchFacts(measures, drift.seen(), facts, audits)),
                    overruns,
                    checks,
                    audits,
                    write.refusal(written.rows().landed()));
            return window.isEmpty() && judged.held()
                    ? write.ofHeldBatch(base, audited()).map(judged::replacing).orElse(judged)
                    : judged;
        }
    }

    private Optional<Audited> audited() {
        return spec.audits().isEmpty() ? Optional.empty() : Optional.of(new Audited(spec.audits(), spec.zone()));
    }

    private List<AuditResult> audit(Audits demanded, SparkSession session, PreparedRun run) {
        if (spec.audits().isEmpty()) {
            return List.of();
        }
        listener.step("audit", spec.audits().size() + " audits");
        return phases.time("audit", () -> {
            try (StagedTables tables = publisher.staged(run)) {
                return demanded.judge(session, tables);
            }
        });
    }

    /** Where it is told what was mended; empty where nothing may be. */
    private Optional<TableFiles> fixes(TwoTables tables, Written written) {
        return spec.target()
                .audit()
                .map(audit -> new TableFiles(
                        audit.table(), tables.fixes().orElseThrow().uuid(), written.fixesFiles()));
    }

    /** The files, and the plan with the columns that they bring. */
    private record Looked(SourceRows source, PipelinePlan plan) {}

    private Looked look(SparkSession session, TargetTables target, List<SourceFile> files) {
        SourceRows source = engine.source(session, plan, files);
        drift = ColumnDrift.find(engine.ledger(), plan, source.headers());
        drift.check();
        warnings.addAll(drift.warnings());
        if (spec.source().drift() == Drift.EVOLVE) {
            PipelinePlan evolved = EvolvedPlan.of(plan, source.unused(), target, warnings);
            if (!evolved.equals(plan)) {
                SourceRows again = engine.source(session, evolved, files);
                warnings.addAll(SourceWarnings.of(again, false));
                return new Looked(again, evolved);
            }
        }
        warnings.addAll(SourceWarnings.of(source, spec.source().drift() == Drift.IGNORE));
        return new Looked(source, plan);
    }

    private String counted(List<SourceFile> inputs) {
        return spec.source().isDatabase()
                ? spec.source().describe()
                : inputs.size() + (spec.source().tables().isEmpty() ? " files" : " tables");
    }

    /** What is to be closed, with its rows where Spark cannot read them a second time. */
    private SourceRows fetched(SourceRows source) {
        if (spec.source().isDatabase()) {
            phases.time("fetch", () -> {
                source.fetch();
                return source;
            });
        }
        return source;
    }

    private Classification compile(Looked looked, SourceRows source, Claim.Started claim) {
        RunContext context = RunContext.of(
                looked.plan(),
                engine.project().environment(),
                Optional.of(claim.batchId()),
                RunContext.Tags.of(tags),
                startedAt);
        RunContext ofWindow =
                options.window().map(choice -> context.in(choice.window())).orElse(context);
        return OnePass.compile(
                looked.plan(),
                source.rows(drift.refused()),
                window.flatMap(WindowInputs::places).map(ofWindow::placing).orElse(ofWindow),
                ProjectRows.of(engine, spec, true),
                engine.rowTimeLimit());
    }

    /** By path, of the files that have one: without it, a record of theirs could not be read again. */
    private static Map<String, String> headerTexts(List<SourceHeader> headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        headers.stream()
                .filter(header -> !header.text().isEmpty())
                .forEach(header -> texts.put(header.path(), header.text()));
        return texts;
    }

    private RunResult report(Claim.Started claim, Judged judged, Published published, JobWatch watch) {
        listener.step("report", "writing the report");
        PreparedRun run = judged.run();
        RunState state = judged.held() ? RunState.HELD : RunState.PUBLISHED;
        List<DeliveryResult> deliveries = deliver();
        if (state == RunState.PUBLISHED) {
            maintain();
        }
        RunResult result = result(claim, run.rows(), run.reasons(), published.snapshot(), state)
                .withOverruns(judged.overruns())
                .withDeliveries(deliveries);
        return engine.reports().write(spec, result, traces(claim, Optional.of(published), watch), null);
    }

    private RunReports.Traces traces(Claim.Started claim, Optional<Published> published, JobWatch watch) {
        return new RunReports.Traces(claim.files(), published, watch, phases);
    }

    private RunResult result(
            Claim.Started claim, RowCounts rows, List<ReasonCount> reasons, OptionalLong snapshot, RunState state) {
        return new RunResult(
                spec.name(),
                claim.lease().runId(),
                claim.batchId(),
                state,
                rows,
                reasons,
                snapshot,
                null,
                warnings,
                null,
                phases.seconds(),
                drift.findings(),
                counters,
                List.of(),
                notices,
                checks,
                mended,
                late,
                audits,
                List.of());
    }

    /** A run that is prepared, or could not be marked as failed, is for the next command, which may be of this process. */
    private void giveUp(Claim.Started claim, Throwable cause) {
        try {
            engine.ledger().giveUp(claim.lease());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void fail(Claim.Started claim, String runId, Throwable cause, JobWatch watch) {
        String message = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        try {
            engine.ledger().failed(claim.lease(), message);
            RunResult failed = result(claim, RowCounts.NONE, List.of(), OptionalLong.empty(), RunState.FAILED);
            engine.reports().write(spec, failed, traces(claim, Optional.empty(), watch), cause);
        } catch (RuntimeException e) {
            // The first failure is the one to tell; a run that stays as running is taken over by the next command.
            cause.addSuppressed(e);
        }
    }
}
