package dev.sluice.spark.run;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.BatchPreview;
import dev.sluice.core.ledger.BatchRequest;
import dev.sluice.core.ledger.Owner;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.Drift;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.TargetSpec;
import dev.sluice.spark.catalog.TargetPreview;
import dev.sluice.spark.catalog.TargetTables;
import dev.sluice.spark.plan.Classification;
import dev.sluice.spark.plan.OnePass;
import dev.sluice.spark.plan.RunContext;
import dev.sluice.spark.source.SourceRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Looks at all that a run would do, and does none of it.
 *
 * @param spec as the run carries it out
 * @param window of the run; empty for a run without one
 */
record PipelinePreview(Engine engine, PipelineSpec spec, Optional<WindowPreview> window) {
    static PipelinePreview of(Engine engine, PipelineSpec spec) {
        return new PipelinePreview(engine, spec, Optional.empty());
    }

    /** Of the last window that is due. */
    static PipelinePreview ofWindow(Engine engine, PipelineSpec declared) {
        WindowPreview window = new WindowPreview(engine, declared, new WindowStanding(engine, declared).last());
        return new PipelinePreview(engine, window.spec(), Optional.of(window));
    }

    PlanView view() {
        PipelinePlan plan = PipelinePlan.of(spec);
        List<String> warnings = new ArrayList<>();
        List<Problem> refused = new ArrayList<>();
        BatchPreview batch = window.map(preview -> ofWindow(preview, refused)).orElseGet(this::ofBatch);
        plan.warnings().forEach(warning -> warnings.add(warning.message()));
        batch.takenBy().ifPresent(run -> warnings.add("run " + run.runId() + " has taken some of the files"));
        TargetTables targets = new TargetTables(engine.catalog());
        SparkSession session = engine.sessionFor(spec.zone());
        SourceRows source = engine.source(session, plan, batch.files());
        ColumnDrift drift = ColumnDrift.find(engine.ledger(), plan, source.headers());
        PipelinePlan landing =
                spec.source().drift() == Drift.EVOLVE ? EvolvedPlan.of(plan, source.unused(), targets, warnings) : plan;
        TargetPreview tables = targets.preview(landing.pipeline().target());
        warnings.addAll(tables.warnings());
        warnings.addAll(drift.warnings());
        warnings.addAll(SourceWarnings.of(source, spec.source().drift() == Drift.IGNORE));
        List<Problem> problems = new ArrayList<>(refused);
        problems.addAll(tables.problems());
        problems.addAll(problems(drift, plan, source));
        problems.addAll(audits(session, landing.pipeline().target(), targets));
        return new PlanView(
                spec.name(),
                window.map(WindowPreview::window),
                spec.source().tables().isPresent(),
                batch.files().stream()
                        .map(file -> new PlanView.PlannedFile(file.path(), file.size()))
                        .toList(),
                batch.files().stream().mapToLong(SourceFile::size).sum(),
                batch.landed(),
                batch.changed().stream().map(SourceFile::path).toList(),
                landing.describe(),
                spec.target().table().toString(),
                spec.target().quarantine().toString(),
                changes(tables),
                warnings,
                problems);
    }

    private BatchPreview ofBatch() {
        return engine.ledger()
                .preview(new BatchRequest(
                        spec.name(),
                        "preview",
                        null,
                        engine.inputs().of(spec, Optional.empty()),
                        spec.target().table().toString(),
                        spec.target().quarantine().toString(),
                        spec.fingerprint(),
                        Owner.current(),
                        PipelineRun.content(spec)));
    }

    /** Which window is meant is told also where its files are not there. */
    private static BatchPreview ofWindow(WindowPreview window, List<Problem> refused) {
        try {
            return window.batch();
        } catch (SluiceException e) {
            refused.addAll(e.problems());
            return new BatchPreview(List.of(), 0, List.of(), Optional.empty());
        }
    }

    /** Whether the policy allows the files' columns, and Spark accepts every expression. */
    private List<Problem> problems(ColumnDrift drift, PipelinePlan plan, SourceRows source) {
        try {
            drift.check();
            compile(plan, source.rows(drift.refused())).close();
            return List.of();
        } catch (SluiceException e) {
            return e.problems();
        }
    }

    private List<Problem> audits(SparkSession session, TargetSpec target, TargetTables tables) {
        try {
            new Audits(spec.audits()).check(session, target, tables);
            return List.of();
        } catch (SluiceException e) {
            return e.problems();
        }
    }

    /** The steps that can give a row a reason. */
    List<String> rules() {
        PipelinePlan plan = PipelinePlan.of(spec);
        List<SourceFile> files = engine.inputs().of(spec, Optional.empty());
        SourceRows source = engine.source(engine.sessionFor(spec.zone()), plan, files);
        try (Classification pass = compile(plan, source.rows())) {
            return pass.rules();
        }
    }

    private Classification compile(PipelinePlan plan, Dataset<Row> rows) {
        RunContext run = RunContext.of(
                plan,
                engine.project().environment(),
                Optional.empty(),
                RunContext.Tags.NONE,
                engine.clock().instant());
        return OnePass.compile(plan, rows, run, ProjectRows.of(engine, spec, false), engine.rowTimeLimit());
    }

    private List<String> changes(TargetPreview tables) {
        List<String> changes = new ArrayList<>();
        if (tables.createsTarget()) {
            changes.add("create table " + spec.target().table());
        }
        if (tables.createsQuarantine()) {
            changes.add("create table " + spec.target().quarantine());
        }
        if (tables.createsFixes()) {
            changes.add("create table " + spec.target().audit().orElseThrow().table());
        }
        changes.addAll(tables.changes());
        return changes;
    }
}
