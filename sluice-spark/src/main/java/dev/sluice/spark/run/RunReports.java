package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.Published;
import dev.sluice.core.report.Distribution;
import dev.sluice.core.report.PipelineGraph;
import dev.sluice.core.report.ReportWriter;
import dev.sluice.core.report.RunFacts;
import dev.sluice.core.report.RunFailure;
import dev.sluice.core.report.RunReport;
import dev.sluice.core.report.StageTiming;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.ProjectSpec;
import dev.sluice.spark.catalog.ProjectCatalog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.IcebergBuild;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the report of each run into the project's state folder. */
record RunReports(ProjectSpec project, SparkSession spark, ProjectCatalog catalog) {
    private static final Logger LOG = LoggerFactory.getLogger(RunReports.class);

    /** What a run leaves behind for its report. */
    record Traces(List<SourceFile> files, Optional<Published> published, JobWatch watch, Phases phases) {}

    /** The result with the report's path; without one where the report cannot be written, which is no failure of the run. */
    RunResult write(PipelineSpec spec, RunResult result, Traces traces, @Nullable Throwable failure) {
        Path path = project.state().resolve("reports").resolve(result.runId() + ".html");
        try {
            ReportWriter.write(report(spec, result, traces, failure), path);
            return result.withReport(path);
        } catch (RuntimeException e) {
            LOG.warn("Cannot write the report {}", path, e);
            return result;
        }
    }

    private RunReport report(PipelineSpec spec, RunResult result, Traces traces, @Nullable Throwable failure) {
        OptionalLong snapshot =
                traces.published().map(Published::quarantineSnapshot).orElse(OptionalLong.empty());
        QuarantineSamples samples =
                QuarantineSamples.take(catalog, spec.target().quarantine(), snapshot, result.runId());
        boolean counted = !result.rows().equals(RowCounts.NONE) || failure == null;
        return new RunReport(
                result,
                facts(spec, traces, snapshot),
                failure == null ? null : RunFailure.of(asProblem(failure), Optional.empty()),
                counted ? PipelineGraph.of(spec, result.rows(), result.reasons()) : PipelineGraph.uncounted(spec),
                samples.rows(),
                samples.files(traces.files()),
                traces.phases().done(),
                stages(traces));
    }

    private static SluiceException asProblem(Throwable failure) {
        return failure instanceof SluiceException known
                ? known
                : new SluiceException(Problem.of(ErrorCode.INTERNAL_ERROR, String.valueOf(failure)));
    }

    private RunFacts facts(PipelineSpec spec, Traces traces, OptionalLong quarantineSnapshot) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put(
                "Sluice",
                Optional.ofNullable(RunReports.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        versions.put("Spark", spark.version());
        versions.put("Iceberg", IcebergBuild.version());
        versions.put("Java", System.getProperty("java.version", "unknown"));
        spec.packs()
                .forEach(pack ->
                        versions.put("Pack " + pack.name(), pack.version().toString()));
        return new RunFacts(
                project.name(),
                project.environment(),
                traces.phases().startedAt(),
                spec.target().table().toString(),
                spec.target().quarantine().toString(),
                quarantineSnapshot,
                traces.files().size(),
                traces.files().stream().mapToLong(SourceFile::size).sum(),
                spec.fingerprint(),
                spark.sparkContext().master(),
                versions);
    }

    private static List<StageTiming> stages(Traces traces) {
        long begin = traces.phases().startedAt().toEpochMilli();
        return traces.watch().stages().stream()
                .map(stage -> new StageTiming(
                        stage.id,
                        stage.name,
                        stage.startedAt - begin,
                        stage.endedAt - begin,
                        stage.taskMillis.size(),
                        stage.failedTasks,
                        Distribution.of(stage.taskMillis.stream()
                                .mapToLong(Long::longValue)
                                .toArray()),
                        Distribution.of(stage.taskRows.stream()
                                .mapToLong(Long::longValue)
                                .toArray()),
                        stage.gcMillis,
                        stage.shuffleReadBytes,
                        stage.shuffleBytes,
                        stage.spillBytes))
                .toList();
    }
}
