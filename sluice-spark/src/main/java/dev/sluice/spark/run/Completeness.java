package dev.sluice.spark.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Watermark.Progress;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.window.Window;
import dev.sluice.spark.plan.Classification;
import dev.sluice.spark.plan.OnePass;
import dev.sluice.spark.plan.RunContext;
import dev.sluice.spark.sink.ClassifiedRows;
import dev.sluice.spark.sink.JobFailure;
import dev.sluice.spark.source.FileLister;
import dev.sluice.spark.window.EventTimes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Whether all rows of a window have come, as far as the pipeline's watermark tells. */
record Completeness(Engine engine, PipelineSpec spec) {
    /** A file whose rows were looked at. */
    record Looked(String pipeline, SourceFile file) {}

    /** What the window lacks, by what is known now; empty if nothing. */
    Optional<String> awaited(Window window) {
        return spec.window()
                .flatMap(windows -> windows.awaited(
                        window,
                        engine.ledger().windows().progress(spec.name()),
                        marker -> FileLister.isThere(marker, engine.project(), engine.hadoop())));
    }

    /** @throws SluiceException {@code WINDOW_INCOMPLETE} */
    void require(Window window) {
        if (awaited(window).isPresent()) {
            lookAhead(window);
        }
        awaited(window).ifPresent(why -> {
            throw new SluiceException(
                    ErrorCode.WINDOW_INCOMPLETE,
                    "Cannot run window %s of pipeline %s: %s"
                            .formatted(
                                    spec.window()
                                            .map(WindowSpec::schedule)
                                            .orElseThrow()
                                            .grid()
                                            .text(window),
                                    spec.name(),
                                    why));
        });
    }

    /**
     * Finds out how far the watermark's column has come in files that no run has read yet: their rows are read and judged, and
     * none is written. Nothing to do for a marker.
     *
     * @param next the window that waits: its run would judge them first
     */
    void lookAhead(Window next) {
        if (progress().isPresent()) {
            List<SourceFile> files = FileLister.list(spec.source(), engine.project(), engine.hadoop());
            Set<String> unread = engine.ledger()
                    .windows()
                    .unread(spec.name(), files.stream().map(SourceFile::path).toList());
            lookAt(files.stream().filter(file -> unread.contains(file.path())).toList(), next);
        }
    }

    /** The same of these files, each of them once for a process: {@link #lookAhead} may have seen them already. */
    void lookAt(List<SourceFile> files, Window next) {
        progress().ifPresent(column -> {
            List<Looked> looked =
                    files.stream().map(file -> new Looked(spec.name(), file)).toList();
            List<SourceFile> fresh = looked.stream()
                    .filter(file -> !engine.looked().contains(file))
                    .map(Looked::file)
                    .toList();
            if (!fresh.isEmpty()) {
                greatest(column, fresh, next)
                        .ifPresent(seen -> engine.ledger().windows().advance(spec.name(), seen));
                engine.looked().addAll(looked);
            }
        });
    }

    /** The watermark's column. */
    private Optional<String> progress() {
        return spec.window()
                .flatMap(WindowSpec::watermark)
                .filter(Progress.class::isInstance)
                .map(watermark -> ((Progress) watermark).column());
    }

    private Optional<Instant> greatest(String column, List<SourceFile> files, Window next) {
        // Steps may refer to the window.
        PipelinePlan plan = PipelinePlan.of(spec.at(next));
        RunContext run = RunContext.of(
                        plan,
                        engine.project().environment(),
                        Optional.empty(),
                        RunContext.Tags.NONE,
                        engine.clock().instant())
                .in(next);
        Dataset<Row> source =
                engine.source(engine.sessionFor(spec.zone()), plan, files).rows();
        try (Classification pass =
                OnePass.compile(plan, source, run, ProjectRows.of(engine, spec, true), engine.rowTimeLimit())) {
            StructType good =
                    (StructType) pass.rows().schema().apply(ClassifiedRows.GOOD).dataType();
            Column value = col(ClassifiedRows.GOOD).getField(column);
            DataType type = good.apply(column).dataType();
            Row found = JobFailure.mapped(
                    () -> pass.rows().agg(EventTimes.raw(max(value), type)).first());
            return EventTimes.instant(
                    found, type, spec.window().orElseThrow().schedule().grid().zone());
        }
    }
}
