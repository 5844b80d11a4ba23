package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.dag.PipelineDag;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.SqliteLedger;
import dev.sluice.core.ledger.WindowOverview;
import dev.sluice.core.ledger.WindowOverview.Span;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineName;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.core.spec.Watermark;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.window.Window;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.Decision;
import dev.sluice.spark.commit.Recovered;
import dev.sluice.spark.commit.TakingBack;
import dev.sluice.spark.delivery.DeliveryObserver;
import dev.sluice.spark.profile.SourceProfile;
import dev.sluice.spark.quarantine.Correction;
import dev.sluice.spark.quarantine.Findings;
import dev.sluice.spark.quarantine.RowEvent;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the pipelines of a project in the caller's own Spark session: the entry point for programs, and what the commands
 * use. The session keeps its settings, and is not stopped. Safe for use by many threads.
 *
 * <pre>{@code
 * Project project = Project.open(folder, Optional.of("prod"), List.of(), System.getenv());
 * try (Sluice sluice = Sluice.open(project, spark)) {
 *     RunResult result = sluice.run("orders", RunOptions.DEFAULT, RunListener.SILENT);
 * }
 * }</pre>
 */
public final class Sluice implements AutoCloseable {
    private final Project project;
    private final Engine engine;

    private Sluice(Project project, Engine engine) {
        this.project = project;
        this.engine = engine;
    }

    /**
     * Opens the project's ledger and catalog; makes them where they are missing.
     *
     * @throws SluiceException if the project's configuration is wrong, or ledger or catalog cannot be opened
     */
    public static Sluice open(Project project, SparkSession spark) {
        return open(project, spark, CommitObserver.NONE);
    }

    /** As {@link #open(Project, SparkSession)}, with an observer of every step of publication. */
    public static Sluice open(Project project, SparkSession spark, CommitObserver observer) {
        return open(project, spark, observer, DeliveryObserver.NONE);
    }

    /** As {@link #open(Project, SparkSession, CommitObserver)}, with an observer of every step of deliveries to sinks. */
    public static Sluice open(
            Project project, SparkSession spark, CommitObserver observer, DeliveryObserver deliveries) {
        ProjectSpec spec = project.spec().resolve(project.secrets()::resolve);
        return open(project, spec, spark, Clock.systemUTC(), observer, Optional.of(deliveries));
    }

    /**
     * Opens the project with a ledger, a catalog and a warehouse of its own in a folder: its tables are neither seen nor
     * touched, and nothing is delivered to sinks.
     *
     * @param sandbox absolute; the caller removes it
     * @param clock tells when runs begin
     */
    public static Sluice sandbox(Project project, SparkSession spark, Path sandbox, Clock clock) {
        ProjectSpec spec = project.spec().sandboxed(sandbox).resolve(project.secrets()::resolve);
        return open(project, spec, spark, clock, CommitObserver.NONE, Optional.empty());
    }

    private static Sluice open(
            Project project,
            ProjectSpec spec,
            SparkSession spark,
            Clock clock,
            CommitObserver observer,
            Optional<DeliveryObserver> deliveries) {
        Ledger ledger = SqliteLedger.open(spec.ledgerUrl());
        try {
            ProjectCatalog catalog =
                    ProjectCatalog.open(spec, spark.sparkContext().hadoopConfiguration());
            return new Sluice(
                    project, new Engine(spec, spark, ledger, catalog, clock, new SecureRandom(), observer, deliveries));
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /**
     * Runs a pipeline once: lands the batch, or finds that it has landed already.
     *
     * @throws SluiceException with every problem of the pipeline, or with why the run failed; nothing is half published
     */
    public RunResult run(String pipeline, RunOptions options, RunListener listener) {
        return new RunAttempts(engine, pipeline(pipeline), options, listener).run();
    }

    /** As {@link #run(String, RunOptions, RunListener)}, of a pipeline that is at hand. */
    public RunResult run(PipelineSpec pipeline, RunOptions options, RunListener listener) {
        return new RunAttempts(engine, pipeline, options, listener).run();
    }

    /**
     * Brings the state of a pipeline's target that is published now to those of its sinks that do not have it. Every run ends
     * with it; this is for what could not be delivered then.
     *
     * @return what became of each sink, in their order; a failure is among them, not thrown
     * @throws SluiceException if the pipeline is wrong
     */
    public List<DeliveryResult> deliver(String pipeline, RunListener listener) {
        return new FollowUp(engine, pipeline(pipeline), listener).deliver();
    }

    /**
     * Ends the pipeline's runs whose process is gone: those that were prepared are published, the others discarded. Every
     * run begins with it.
     *
     * @return a line for each
     */
    public List<String> recover(String pipeline) {
        return engine.recover(project.called(pipeline).toString()).stream()
                .map(Recovered::message)
                .toList();
    }

    /**
     * The windows of a pipeline that are due or known, each with what became of it.
     *
     * @param from the first window; empty for the one that the pipeline names, else the first that has a run
     * @throws SluiceException {@code NO_WINDOWS} if it has none
     */
    public List<WindowOverview.Line> windows(String pipeline, Optional<Window> from) {
        return windows(pipeline, new Span(from, Optional.empty()));
    }

    /** The same, with those that never ran within a span only. */
    public List<WindowOverview.Line> windows(String pipeline, Span span) {
        return new WindowStanding(engine, pipeline(pipeline)).in(span);
    }

    /**
     * The windows of a span of time, as {@link #windows}; a published one is stale too if a file of which it has rows is
     * another now.
     *
     * @param from the start of the first window
     * @param to where the last one ends at the latest
     */
    public List<WindowOverview.Line> windowsByFiles(String pipeline, Instant from, Instant to) {
        return new WindowStanding(engine, pipeline(pipeline)).byFiles(from, to);
    }

    /**
     * Finds out how far the column of a pipeline's watermark has come in files that nobody has read yet, so that {@link
     * #windows} knows which windows are complete. Reads them all if one of the windows waits for it; else, and where there is
     * no such watermark, does nothing.
     *
     * @param span of the windows that are wanted
     */
    public void lookAhead(String pipeline, Span span) {
        PipelineSpec spec = pipeline(pipeline);
        if (spec.window().flatMap(WindowSpec::watermark).orElse(null) instanceof Watermark.Progress) {
            new WindowStanding(engine, spec)
                    .in(span).stream()
                            .filter(line -> line.status() == Status.WAITING)
                            .findFirst()
                            .ifPresent(line -> new Completeness(engine, spec).lookAhead(line.window()));
        }
    }

    /**
     * Runs windows, each by a run of its own; one that fails does not stop the others. Sinks are brought to the state that is
     * published at the end, and the tables maintained, once.
     *
     * @param parallel so many at once
     * @param ended is told of each that has ended, one call at a time, on any thread
     * @return how they ended, in the order of the choices; the last that has a result tells of sinks
     */
    public List<WindowOutcome> run(
            String pipeline,
            List<WindowChoice> choices,
            int parallel,
            RunListener listener,
            Consumer<WindowOutcome> ended) {
        return new SettledRuns(engine, pipeline(pipeline), listener).run(choices, parallel, ended);
    }

    /**
     * What it takes to carry a run out once more with the configuration, plug-ins and packs that it had: for the same
     * trigger and window, or with the same files as the same batch. A window that the run has published is replaced; a batch
     * that has landed is not landed again.
     *
     * @throws SluiceException {@code RUN_NOT_FOUND}, {@code NOT_REPEATABLE}, {@code VERSION_NOT_KEPT},
     *     {@code VERSION_CHANGED}
     */
    public Repetition repetition(String runId) {
        return Repetition.of(engine.ledger(), project.environment(), found(runId), project::asKept);
    }

    /** As {@link #repetition}, with the configuration, plug-ins and packs of today. */
    public Repetition repetitionWithCurrent(String runId) {
        return Repetition.of(engine.ledger(), project.environment(), found(runId), (name, version) -> pipeline(name));
    }

    private RunRecord found(String runId) {
        RunRecord run = engine.ledger()
                .run(runId)
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.RUN_NOT_FOUND, "Cannot find run %s in the ledger".formatted(runId)));
        refuseOther(run);
        return run;
    }

    /** Who names a deployment means runs of it. */
    private void refuseOther(RunRecord run) {
        if (project.deployment().isPresent()
                && !PipelineName.parse(run.pipeline()).deployment().equals(project.deployment())) {
            throw new SluiceException(
                    ErrorCode.RUN_NOT_FOUND,
                    "Cannot find run %s of deployment %s: it is one of %s"
                            .formatted(run.runId(), project.deployment().get(), run.pipeline()));
        }
    }

    private PipelineSpec pipeline(String name) {
        PipelineSpec spec = project.pipeline(name);
        engine.ledger().promotions().requireBeside(PipelineName.parse(spec.name()));
        return spec;
    }

    /**
     * Runs what it takes until each row of published windows is where it belongs: windows whose inputs have changed, or got
     * late rows, and runs for rows that have become late while they waited.
     *
     * @param pipeline as it is to be run, which need not be as its file says now
     *
     * @param ended is told of each run that has ended
     * @return how they ended; a run that fails, or is held, is not repeated; the last that has a result tells of sinks
     */
    public List<WindowOutcome> settle(PipelineSpec pipeline, RunListener listener, Consumer<WindowOutcome> ended) {
        return new SettledRuns(engine, pipeline, listener).settle(ended);
    }

    /**
     * {@link #run(PipelineSpec, RunOptions, RunListener)}, then {@link #settle}; sinks are brought to the state that is
     * published at the end, once.
     *
     * @param settled is told of each run that the first one made necessary and that has ended
     */
    public SettledRun runAndSettle(
            PipelineSpec pipeline, RunOptions options, RunListener listener, Consumer<WindowOutcome> settled) {
        return new SettledRuns(engine, pipeline, listener).run(options, settled);
    }

    /**
     * {@link #run(String, List, int, RunListener, Consumer)}, then {@link #settle}; sinks are brought to the state that is
     * published at the end, once.
     *
     * @param settled is told of each run that these made necessary and that has ended
     * @return how they ended: those of the choices first, in their order
     */
    public List<WindowOutcome> runAndSettle(
            PipelineSpec pipeline,
            List<WindowChoice> choices,
            int parallel,
            RunListener listener,
            Consumer<WindowOutcome> ended,
            Consumer<WindowOutcome> settled) {
        return new SettledRuns(engine, pipeline, listener).run(choices, parallel, ended, settled);
    }

    /**
     * Runs pipelines, each by a run of its own, after those whose tables it reads; one that fails or is held stops those
     * that read from it, and no others.
     *
     * @param names in the order of {@link PipelineDag#names()}
     * @param options by the pipeline's name
     * @param parallel so many at once; each has a pool of its own in Spark's scheduler
     * @param ended is told of each that has ended, one call at a time, in the caller's thread
     * @return how they ended, in the order of the names
     */
    public List<PipelineOutcome> run(
            PipelineDag dag,
            List<String> names,
            Function<String, RunOptions> options,
            int parallel,
            RunListener listener,
            Consumer<PipelineOutcome> ended) {
        return new DagRuns(engine, dag, options, listener).run(names, parallel, ended);
    }

    /** What {@link #run(PipelineDag, List, Function, int, RunListener, Consumer)} would do with each; changes nothing. */
    public List<PlannedPipeline> plan(PipelineDag dag, List<String> names) {
        return new DagPlan(engine, dag).of(names);
    }

    /**
     * The records of the files that a run has read, as the pipeline's source gives them now.
     *
     * @throws SluiceException if a file has gone or has other content, or for a database, which keeps no earlier state
     */
    public Dataset<Row> records(PipelineSpec pipeline, String runId) {
        if (pipeline.source().isDatabase()) {
            throw new SluiceException(
                    ErrorCode.SNAPSHOT_GONE,
                    "Cannot read again what run %s has read: a database keeps no earlier state".formatted(runId));
        }
        PipelineSpec run = engine.ledger()
                .run(runId)
                .flatMap(RunRecord::window)
                .filter(any -> pipeline.window().isPresent())
                .map(of -> pipeline.at(of.window()))
                .orElse(pipeline);
        return engine.source(
                        engine.sessionFor(pipeline.zone()),
                        PipelinePlan.of(run),
                        engine.ledger().files(runId))
                .rows();
    }

    /**
     * The names of all steps of a pipeline that can give a row a reason, in their order.
     *
     * @throws SluiceException if the pipeline's files cannot be found or read, or Spark refuses an expression
     */
    public List<String> rules(PipelineSpec pipeline) {
        return PipelinePreview.of(engine, pipeline).rules();
    }

    /**
     * Publishes a run that was prepared when its process ended; one that is published already is left as it is.
     *
     * @throws SluiceException {@code RUN_HELD} with the figures if the run is held; see {@link Decision}
     */
    public RunRecord publish(String runId) {
        engine.ledger().run(runId).ifPresent(this::refuseOther);
        return decision().publish(runId, Owner.current());
    }

    /**
     * Publishes a run although it is held: exactly the rows that were judged, onto whatever the target is by now.
     *
     * @param by who accepts it
     * @throws SluiceException see {@link Decision}
     */
    public RunRecord accept(String runId, String by) {
        engine.ledger().run(runId).ifPresent(this::refuseOther);
        return decision().accept(runId, Owner.current(), by);
    }

    /**
     * Throws away a run that is held: its quarantined rows are current no more, and its files can be loaded again.
     *
     * @throws SluiceException see {@link Decision}
     */
    public RunRecord discard(String runId, String reason) {
        engine.ledger().run(runId).ifPresent(this::refuseOther);
        return decision().discard(runId, Owner.current(), reason);
    }

    /**
     * Takes a published run back: its target is as if the run had never been, its batch or window can be run again, and its
     * quarantined rows are current no more.
     *
     * @param also runs that came after it and are taken back with it
     * @param by who asks
     * @return the runs as they are then
     * @throws SluiceException see {@link TakingBack}
     */
    public List<RunRecord> rollback(String runId, List<String> also, String by) {
        engine.ledger().run(runId).ifPresent(this::refuseOther);
        return new RunRollback(engine, session()).take(runId, also, by);
    }

    /**
     * Makes a deployment the live one, in one step for readers: its tables have the names of the live ones from then on, and
     * those that were live bear its name. What it has landed, has landed; what only the other has, the next run lands. One
     * that is live already is left as it is.
     *
     * @param pipeline as its file calls it
     * @param deployment that has published something; the one that was live before brings that back
     * @param by who asks
     * @throws SluiceException {@code INVALID_DEPLOYMENT}, {@code DEPLOYMENT_NOT_FOUND}, {@code PROMOTION_REFUSED}, {@code
     *     PROMOTION_UNDER_WAY}: nothing was changed; {@code COMMIT_OUTCOME_UNKNOWN}, {@code COMMIT_FAILED}: repeat it
     */
    public Promoted promote(String pipeline, String deployment, String by) {
        PipelineName.check(deployment);
        if (project.called(pipeline).deployment().isPresent()) {
            throw new SluiceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Cannot promote %s: the pipeline is named as its file calls it"
                            .formatted(project.called(pipeline)));
        }
        return new Promotions(engine, project.pipeline(pipeline), engine.observer()).promote(deployment, by);
    }

    /**
     * Takes care of a pipeline's tables: small files are compacted, snapshots expire that nobody needs, files go that no table
     * knows and whose run ended days ago, and quarantined rows that have outlived their retention. Safe beside runs that go on
     * and runs that are held.
     *
     * @param keep how far back tables can be read, and runs be taken back; empty for what the pipeline says
     * @return what was done, by table
     */
    public List<MaintainedTable> maintain(String pipeline, Optional<Duration> keep, RunListener listener) {
        PipelineSpec spec = pipeline(pipeline);
        return new Maintenance(engine, spec, listener, keep.orElse(spec.care().keep())).run();
    }

    private Decision decision() {
        return new Decision(
                engine.ledger(),
                engine.publisher(engine.observer()),
                (tables, audited) -> new Audits(audited.audits()).judge(engine.sessionFor(audited.zone()), tables));
    }

    /**
     * What many of a pipeline's current quarantined rows have in common, and which changes of the pipeline would land how
     * many of them, tried on these rows. Changes nothing.
     *
     * @param most how many patterns and clusters at most
     */
    public Findings mine(String pipeline, QuarantineFilter filter, int most) {
        return new Mining(engine, project, pipeline, filter, most).find();
    }

    /**
     * How many rows of a quarantine are older than an age and count no more: they have landed or were discarded, a later run
     * has superseded them, or their run was discarded or taken back.
     *
     * @param keep how far back runs can be taken back, which may make rows count again: what is younger than that does not
     *     matter; empty for what the pipeline says
     */
    public long countOldDecidedRows(String pipeline, Duration age, Optional<Duration> keep) {
        return retention(pipeline, age, keep, RunListener.SILENT).countDecided();
    }

    /** How many rows of a quarantine are older than an age, those among them about which nobody decided. */
    public long countOldRows(String pipeline, Duration age) {
        return retention(pipeline, age, Optional.empty(), RunListener.SILENT).countAll();
    }

    /** Removes what {@link #countOldDecidedRows} counts. The history stays. */
    public long removeOldDecidedRows(String pipeline, Duration age, Optional<Duration> keep, RunListener listener) {
        return retention(pipeline, age, keep, listener).removeDecided();
    }

    /** Removes what {@link #countOldRows} counts: rows are lost. */
    public long removeOldRows(String pipeline, Duration age, RunListener listener) {
        return retention(pipeline, age, Optional.empty(), listener).removeAll();
    }

    private Retention retention(String pipeline, Duration age, Optional<Duration> keep, RunListener listener) {
        PipelineSpec spec = pipeline(pipeline);
        return new Retention(
                engine, spec, listener, age, keep.orElse(spec.care().keep()));
    }

    /** What {@link #run} would do now, of a pipeline with windows for the last that is due; changes nothing. */
    public PlanView plan(String pipeline) {
        PipelineSpec spec = pipeline(pipeline);
        return spec.window()
                .map(windows -> PipelinePreview.ofWindow(engine, spec))
                .orElseGet(() -> PipelinePreview.of(engine, spec))
                .view();
    }

    /**
     * What the rows of a source are like, and a pipeline that they suggest, tried on all of them. Writes nothing.
     *
     * @throws SluiceException {@code NOTHING_SELECTED} where no file matches; {@code UNKNOWN_COLUMN} where the files tell no
     *     names of columns
     */
    public SourceProfile profile(ProfileRequest request, RunListener listener) {
        return new Profiling(engine, project, request, listener).profile();
    }

    /**
     * The result of a query over the project's tables. A table without a namespace is looked for in {@code default}.
     *
     * @throws SluiceException {@code QUERY_INVALID} if it cannot be parsed or analysed, or is no query
     */
    public Dataset<Row> query(String sql) {
        return new TableQuery(session()).run(sql);
    }

    /**
     * The current quarantined rows of a pipeline's published and held runs: those that were neither replayed nor discarded.
     *
     * @throws SluiceException if the pipeline is wrong or has no quarantine yet
     */
    public Dataset<Row> quarantine(String pipeline, QuarantineFilter filter) {
        return new QuarantineQuery(engine, session()).current(pipeline(pipeline), filter);
    }

    /** As {@link #quarantine}, with the rows that were replayed or discarded since. */
    public Dataset<Row> everQuarantined(String pipeline, QuarantineFilter filter) {
        return new QuarantineQuery(engine, session()).rows(pipeline(pipeline), filter);
    }

    /** Whether the pipeline has a quarantine: it has one from its first run on. */
    public boolean hasQuarantine(String pipeline) {
        return new QuarantineQuery(engine, session()).isThere(pipeline(pipeline));
    }

    /** All that happened to a row, in order; empty if the pipeline's quarantine does not know it. */
    public List<RowEvent> history(String pipeline, String quarantineId) {
        PipelineSpec spec = pipeline(pipeline);
        return new QuarantineQuery(engine, session()).isThere(spec)
                ? new RowHistory(engine, session(), spec).of(quarantineId)
                : List.of();
    }

    /**
     * Runs today's pipeline over the records of quarantined rows: those that pass land, those that fail again stay under
     * their quarantine id with their new reasons. Each row lands once, however often this is repeated and whatever is killed
     * when. Rows of held runs are left alone.
     *
     * @param who gives the command
     * @throws SluiceException {@code NO_ROWS_SELECTED}; {@code RUN_IN_PROGRESS} while another such run goes on; else as
     *     {@link #run}
     */
    public RunResult replay(String pipeline, QuarantineFilter filter, String who, RunListener listener) {
        PipelineSpec spec = pipeline(pipeline);
        RunResult result = new Replay(engine, spec, listener, filter, Optional.empty()).run(who);
        return new FollowUp(engine, spec, listener).after(result);
    }

    /** As {@link #replay}, for the rows that were corrected, with their records as corrected. */
    public RunResult replayCorrected(String pipeline, List<Correction> corrections, String who, RunListener listener) {
        PipelineSpec spec = pipeline(pipeline);
        RunResult result = new Replay(engine, spec, listener, QuarantineFilter.ALL, Optional.of(corrections)).run(who);
        return new FollowUp(engine, spec, listener).after(result);
    }

    /**
     * As {@link #replay}, or {@link #replayCorrected} where rows were corrected. Where rows are of several windows and steps
     * of the pipeline refer to the window, those of each window by a run of their own, in the order of the windows.
     */
    public List<RunResult> replayByWindow(
            String pipeline,
            QuarantineFilter filter,
            Optional<List<Correction>> corrections,
            String who,
            RunListener listener) {
        recover(pipeline).forEach(line -> listener.step("recover", line));
        List<RunResult> results = new ArrayList<>();
        for (Replay part : new Replay(engine, pipeline(pipeline), listener, filter, corrections).parts()) {
            results.add(part.run(who));
        }
        if (!results.isEmpty()) {
            int last = results.size() - 1;
            results.set(last, new FollowUp(engine, pipeline(pipeline), listener).after(results.get(last)));
        }
        return results;
    }

    /** What {@link #replayByWindow} would do now; changes nothing. */
    public List<RunResult> rehearseByWindow(
            String pipeline, QuarantineFilter filter, Optional<List<Correction>> corrections) {
        return new Replay(engine, pipeline(pipeline), RunListener.SILENT, filter, corrections)
                .parts().stream().map(Replay::rehearse).toList();
    }

    /** What {@link #replay} would do now, found out by doing it; changes nothing. Its state is prepared. */
    public RunResult rehearseReplay(String pipeline, QuarantineFilter filter) {
        return new Replay(engine, pipeline(pipeline), RunListener.SILENT, filter, Optional.empty()).rehearse();
    }

    /** What {@link #replayCorrected} would do now. */
    public RunResult rehearseCorrected(String pipeline, List<Correction> corrections) {
        return new Replay(
                        engine, pipeline(pipeline), RunListener.SILENT, QuarantineFilter.ALL, Optional.of(corrections))
                .rehearse();
    }

    /**
     * Decides that quarantined rows are not wanted: they are current no more.
     *
     * @return how many
     * @throws SluiceException as {@link #replay}
     */
    public long discardRows(String pipeline, QuarantineFilter filter, String who, String reason, RunListener listener) {
        return new RowDiscard(engine, pipeline(pipeline), listener, filter)
                .run(who, reason)
                .rows();
    }

    /** The project's memory of its runs. */
    public Ledger ledger() {
        return engine.ledger();
    }

    /** The project's tables. */
    public ProjectCatalog catalog() {
        return engine.catalog();
    }

    private SparkSession session() {
        return engine.sessionFor(ZoneId.of("UTC"));
    }

    /** Closes ledger and catalogs; datasets that were given out can no longer be read. */
    @Override
    public void close() {
        try {
            engine.sessions().values().forEach(RunSession::close);
        } finally {
            try {
                engine.catalog().close();
            } finally {
                engine.ledger().close();
            }
        }
    }
}
