package dev.sluice.spark.run;

import dev.sluice.core.batch.SourceFile;
import dev.sluice.core.ledger.BatchPreview;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.ledger.WindowLedger;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowRequest;
import dev.sluice.core.ledger.WindowState;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.Watermark;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.spec.WindowTexts;
import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.Window;
import dev.sluice.spark.run.PlanView.PlannedWindow;
import java.util.List;
import java.util.Optional;

/**
 * What a run of a window would find.
 *
 * @param declared the pipeline, its references to the window as they are written
 */
record WindowPreview(Engine engine, PipelineSpec declared, Line line) {
    /** The pipeline as a run of the window carries it out. */
    PipelineSpec spec() {
        return declared.at(line.window());
    }

    PlannedWindow window() {
        WindowSpec windows = declared.window().orElseThrow();
        Schedule schedule = windows.schedule();
        List<Line> others = new WindowStanding(engine, declared)
                .due().stream()
                        .filter(due -> !due.window().equals(line.window()))
                        .toList();
        return new PlannedWindow(
                schedule.grid().text(line.window()),
                schedule.grid().text(schedule.trigger(line.window())),
                line.status(),
                line.status() == Status.WAITING ? "" : line.why(),
                windows.watermark()
                        .filter(any -> !isPublished() && line.status() != Status.OVERLAPS)
                        .map(this::complete),
                others.size(),
                others.stream().findFirst().map(due -> schedule.grid().text(due.window())));
    }

    private String complete(Watermark watermark) {
        return new Completeness(engine, declared)
                .awaited(line.window())
                .map(why -> watermark instanceof Watermark.Progress ? why + "; a run looks at new files first" : why)
                .orElse("it is complete");
    }

    private boolean isPublished() {
        return line.state().flatMap(WindowState::published).isPresent();
    }

    /** No file is read for a window that is published, that another run has, or that cannot be run. */
    BatchPreview batch() {
        if (line.status() == Status.OVERLAPS) {
            return new BatchPreview(List.of(), 0, List.of(), Optional.empty());
        }
        Window window = line.window();
        WindowLedger ledger = engine.ledger().windows();
        if (isPublished()) {
            List<SourceFile> changed = ChangedFiles.of(engine, declared)
                    .of(ledger.read(declared.name(), window.start(), window.end()))
                    .getOrDefault(window, List.of());
            int known =
                    ledger.inputs(declared.name(), window, WindowWish.MISSING).size();
            return new BatchPreview(List.of(), known - changed.size(), changed, Optional.empty());
        }
        WindowTexts.require(declared, window);
        PipelineSpec spec = spec();
        WindowRequest request = WindowInputs.request(
                engine,
                spec,
                PipelineRun.isNamed(declared),
                new WindowChoice(window, Optional.empty(), WindowWish.MISSING),
                "preview");
        BatchPreview found = ledger.preview(request);
        if (found.files().isEmpty()
                && found.takenBy().isEmpty()
                && request.files().isEmpty()) {
            throw PipelineRun.nothingMatches(spec);
        }
        Optional<RunRecord> taker = found.takenBy();
        return taker.isPresent() ? new BatchPreview(List.of(), found.landed(), List.of(), taker) : found;
    }
}
