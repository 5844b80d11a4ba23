package dev.sluice.spark.run;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.BatchPreview;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.spark.catalog.TargetPreview;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.plan.OnePass;
import dev.sluice.spark.plan.RunContext;
import dev.sluice.spark.source.FileLister;
import dev.sluice.spark.source.TextScan;
import dev.sluice.spark.source.TextSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Looks at all that a run would do, and does none of it. */
record PipelinePreview(Engine engine, PipelineSpec spec) {
    PlanView view() {
        PipelinePlan plan = PipelinePlan.of(spec);
        List<SourceFile> files = FileLister.list(spec.source(), engine.project(), engine.hadoop());
        BatchPreview batch = engine.ledger()
                .preview(new BatchRequest(
                        spec.name(),
                        "preview",
                        null,
                        files,
                        spec.target().table().toString(),
                        spec.target().quarantine().toString(),
                        spec.fingerprint(),
                        Owner.current()));
        TargetPreview tables = new TargetTables(engine.catalog()).preview(spec.target());
        List<Problem> problems = new ArrayList<>(tables.problems());
        List<String> warnings = new ArrayList<>();
        plan.warnings().forEach(warning -> warnings.add(warning.message()));
        warnings.addAll(tables.warnings());
        batch.takenBy().ifPresent(run -> warnings.add("run " + run.runId() + " has taken some of the files"));
        inspectSource(plan, batch.files(), warnings, problems);
        return new PlanView(
                spec.name(),
                batch.files().stream()
                        .map(file -> new PlanView.PlannedFile(file.path(), file.size()))
                        .toList(),
                batch.files().stream().mapToLong(SourceFile::size).sum(),
                batch.landed(),
                batch.changed().stream().map(SourceFile::path).toList(),
                plan.describe(),
                spec.target().table().toString(),
                spec.target().quarantine().toString(),
                changes(tables),
                warnings,
                problems);
    }

    /** The headers of the files, and whether Spark accepts every expression. */
    private void inspectSource(
            PipelinePlan plan, List<SourceFile> files, List<String> warnings, List<Problem> problems) {
        SparkSession session = engine.sessionFor(spec.zone());
        TextScan scan = engine.scan(plan, files);
        warnings.addAll(SourceWarnings.of(TextSource.headers(session, scan)));
        try {
            OnePass.compile(
                    plan,
                    TextSource.read(session, scan),
                    RunContext.of(
                            plan,
                            engine.project().environment(),
                            Optional.empty(),
                            engine.clock().instant()),
                    new ProjectRows(
                            engine.project(),
                            engine.catalog(),
                            session,
                            spec.target().table(),
                            false));
        } catch (SluiceException e) {
            problems.addAll(e.problems());
        }
    }

    private List<String> changes(TargetPreview tables) {
        List<String> changes = new ArrayList<>();
        if (tables.createsTarget()) {
            changes.add("create table " + spec.target().table());
        }
        if (tables.createsQuarantine()) {
            changes.add("create table " + spec.target().quarantine());
        }
        changes.addAll(tables.changes());
        return changes;
    }
}
