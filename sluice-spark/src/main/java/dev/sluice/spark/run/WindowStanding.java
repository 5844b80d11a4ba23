package dev.sluice.spark.run;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.ledger.WindowLedger;
import dev.sluice.core.ledger.WindowOverview;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.ledger.WindowOverview.Span;
import dev.sluice.core.ledger.WindowOverview.Status;
import dev.sluice.core.ledger.WindowState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How it stands with the windows of a pipeline now. */
record WindowStanding(Engine engine, PipelineSpec spec) {
    /** @throws SluiceException {@code NO_WINDOWS} */
    WindowSpec windows() {
        return spec.window()
                .orElseThrow(() -> new SluiceException(
                        ErrorCode.NO_WINDOWS,
                        "Cannot find windows: pipeline %s has no 'window:'".formatted(spec.name())));
    }

    /** @param span of those that never ran; without a first one, from that which the pipeline names, else the first that has a run */
    List<Line> in(Span span) {
        return of(span, engine.ledger().windows().states(spec.name()));
    }

    /** Those that lie within the span; one is stale too if a file of which it has rows is another now. */
    List<Line> byFiles(Instant from, Instant to) {
        WindowLedger ledger = engine.ledger().windows();
        List<WindowState> states =
                ChangedFiles.of(engine, spec).mark(ledger.states(spec.name()), ledger.read(spec.name(), from, to));
        return of(new Span(Optional.of(windows().schedule().grid().containing(from)), Optional.of(to)), states).stream()
                .filter(line -> !line.window().start().isBefore(from)
                        && !line.window().end().isAfter(to))
                .toList();
    }

    /** That of the last window that is due: the one that a scheduler would run now. */
    Line last() {
        Window last = windows().schedule().latest(engine.clock().instant());
        return in(new Span(Optional.of(last), Optional.empty())).stream()
                .filter(line -> line.window().equals(last))
                .findFirst()
                .orElseGet(() -> new Line(
                        last,
                        Status.OVERLAPS,
                        Optional.empty(),
                        "windows that the pipeline has no more have all of its time"));
    }

    /** Those that {@code run --due} would run. */
    List<Line> due() {
        return in(Span.ALL).stream()
                .filter(line -> line.status() == Status.MISSING || line.status() == Status.FAILED)
                .toList();
    }

    private List<Line> of(Span span, List<WindowState> states) {
        WindowSpec windows = windows();
        List<Line> lines = WindowOverview.of(
                windows.schedule(),
                new Span(span.from().or(windows::starts), span.to()),
                engine.clock().instant(),
                states,
                spec.fingerprint(),
                new Completeness(engine, spec)::awaited);
        return WindowOverview.explained(lines, engine.ledger().windows().refusals(spec.name()));
    }
}
