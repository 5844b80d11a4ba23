package dev.sluice.spark.run;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.Ledger;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.catalog.ProjectCatalog;
import dev.sluice.spark.commit.CommitFolder;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitPatience;
import dev.sluice.spark.commit.Publisher;
import dev.sluice.spark.commit.Recovered;
import dev.sluice.spark.commit.Recovery;
import dev.sluice.spark.delivery.DeliveryObserver;
import dev.sluice.spark.merge.MergeJob;
import dev.sluice.spark.source.PathGuard;
import dev.sluice.spark.source.SourceRows;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What runs of one project share. Safe for use by many threads.
 *
 * @param deliveries is told of deliveries to sinks; empty if nothing is delivered
 * @param sessions the caller's session as runs need it, by zone
 * @param looked how far watermarks have come in these files is in the ledger
 */
record Engine(
        ProjectSpec project,
        SparkSession spark,
        Ledger ledger,
        ProjectCatalog catalog,
        RunReports reports,
        Clock clock,
        RandomGenerator random,
        CommitObserver observer,
        Optional<DeliveryObserver> deliveries,
        Map<ZoneId, SparkSession> sessions,
        Set<Completeness.Looked> looked) {

    Engine(
            ProjectSpec project,
            SparkSession spark,
            Ledger ledger,
            ProjectCatalog catalog,
            Clock clock,
            RandomGenerator random,
            CommitObserver observer,
            Optional<DeliveryObserver> deliveries) {
        this(
                project,
                spark,
                ledger,
                catalog,
                new RunReports(project, spark, catalog),
                clock,
                random,
                observer,
                deliveries,
                new ConcurrentHashMap<>(),
                ConcurrentHashMap.newKeySet());
    }

    /** How long a plug-in of the row tier may take for one row. */
    Optional<Duration> rowTimeLimit() {
        return project.plugins().rowTimeLimit();
    }

    Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    SparkSession sessionFor(ZoneId zone) {
        return sessions.computeIfAbsent(zone, any -> RunSession.of(spark, ProjectCatalog.sparkSettings(project), zone));
    }

    RunInputs inputs() {
        return new RunInputs(this);
    }

    SourceRows source(SparkSession session, PipelinePlan plan, List<SourceFile> files) {
        inputs().requireSnapshots(files);
        return SourceRows.open(session, plan, files, PathGuard.of(project), project.connections());
    }

    /** Ends the pipeline's runs whose process is gone, and gives what became of them. */
    List<Recovered> recover(String pipeline) {
        return recover(pipeline, publisher(observer));
    }

    List<Recovered> recover(String pipeline, Publisher publisher) {
        return new Recovery(ledger, publisher).recover(pipeline, Owner.current());
    }

    Publisher publisher(CommitObserver commits) {
        CommitFolder folder =
                new CommitFolder(project.state().resolve("commits").toString(), hadoop());
        return new Publisher(
                catalog,
                ledger,
                folder,
                CommitPatience.DEFAULT,
                commits,
                new MergeJob(() -> sessionFor(ZoneOffset.UTC)));
    }
}
