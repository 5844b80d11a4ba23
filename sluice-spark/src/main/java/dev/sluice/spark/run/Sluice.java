package dev.sluice.spark.run;

import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.SqliteLedger;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.commit.CommitObserver;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
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
        ProjectSpec spec = project.spec().resolve(project.secrets()::resolve);
        Ledger ledger = SqliteLedger.open(spec.ledgerUrl());
        try {
            ProjectCatalog catalog =
                    ProjectCatalog.open(spec, spark.sparkContext().hadoopConfiguration());
            return new Sluice(
                    project, new Engine(spec, spark, ledger, catalog, Clock.systemUTC(), new SecureRandom(), observer));
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
        return new PipelineRun(engine, project.pipeline(pipeline), listener).run(options);
    }

    /** What {@link #run} would do now; changes nothing. */
    public PlanView plan(String pipeline) {
        return new PipelinePreview(engine, project.pipeline(pipeline)).view();
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
     * The quarantined rows of a pipeline's published and held runs, as its quarantine table has them.
     *
     * @throws SluiceException if the pipeline is wrong or has no quarantine yet
     */
    public Dataset<Row> quarantine(String pipeline, QuarantineFilter filter) {
        PipelineSpec spec = project.pipeline(pipeline);
        return new QuarantineQuery(engine, session()).rows(spec, filter);
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
