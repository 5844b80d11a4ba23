package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.Window;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** All windows of a pipeline that are due, in order, with what became of each, or why nothing did. */
public final class WindowOverview {
    /** So many windows that never ran are listed at most, the last ones: of hours, those of 20 years. */
    static final int MOST_MISSING = 200_000;

    private WindowOverview() {}

    /** How it stands with a window. */
    public enum Status {
        PUBLISHED,
        /** Published, but with other rules or another configuration than today's. */
        STALE_RULES,
        /** Published, but inputs of it have changed, or have late rows for it that are not settled. */
        STALE_INPUTS,
        RUNNING,
        HELD,
        FAILED,
        /** Due, and never run. */
        MISSING,
        /** Due and not published, but not complete yet, as the watermark tells. */
        WAITING,
        /** Known to the ledger, but no window of the pipeline as it is declared now. */
        OFF_GRID,
        /** Due, and cannot be run: windows that the pipeline has no more have some of its time. */
        OVERLAPS
    }

    /**
     * A window.
     *
     * @param state what the ledger knows; empty if nothing
     * @param why one line: what is wrong, or why it has not run; empty if all is well
     */
    public record Line(Window window, Status status, Optional<WindowState> state, String why) {
        public Line {
            requireNonNull(window, "window");
            requireNonNull(status, "status");
            requireNonNull(state, "state");
            requireNonNull(why, "why");
        }
    }

    /**
     * Which windows are asked for, besides those that the ledger knows.
     *
     * @param from the first window; empty for the first that has a run. One that only has rows which wait for it is due by
     *     itself: it may lie far back.
     * @param to where the windows that are missing end to start; empty for any time
     */
    public record Span(Optional<Window> from, Optional<Instant> to) {
        public static final Span ALL = new Span(Optional.empty(), Optional.empty());

        public Span {
            requireNonNull(from, "from");
            requireNonNull(to, "to");
        }
    }

    /**
     * The windows from the first on, up to the last that is due or known.
     *
     * @param starts as {@link Span#from}
     * @param states as {@link WindowLedger#states} gives them
     * @param fingerprint of the pipeline as it is now
     */
    public static List<Line> of(
            Schedule schedule, Optional<Window> starts, Instant now, List<WindowState> states, String fingerprint) {
        return lines(schedule, new Span(starts, Optional.empty()), now, states, fingerprint);
    }

    /**
     * The same of a pipeline with a watermark.
     *
     * @param awaited what a window lacks to be complete; empty if nothing
     */
    public static List<Line> of(
            Schedule schedule,
            Span span,
            Instant now,
            List<WindowState> states,
            String fingerprint,
            Function<Window, Optional<String>> awaited) {
        return lines(schedule, span, now, states, fingerprint).stream()
                .map(line -> line.status() == Status.MISSING || line.status() == Status.FAILED
                        ? awaited.apply(line.window())
                                .map(why -> new Line(line.window(), Status.WAITING, line.state(), why))
                                .orElse(line)
                        : line)
                .toList();
    }

    /**
     * The same lines, those that were not run telling why the last run for them was refused, if that came after the run that
     * they tell of.
     */
    public static List<Line> explained(List<Line> lines, List<WindowRefusal> refusals) {
        Map<Window, WindowRefusal> last = new HashMap<>();
        refusals.forEach(refusal -> last.put(refusal.window(), refusal));
        return lines.stream()
                .map(line -> line.status() == Status.MISSING || line.status() == Status.FAILED
                        ? Optional.ofNullable(last.get(line.window()))
                                .filter(refusal -> isAfter(refusal, line))
                                .map(refusal -> new Line(line.window(), line.status(), line.state(), why(refusal)))
                                .orElse(line)
                        : line)
                .toList();
    }

    private static boolean isAfter(WindowRefusal refusal, Line line) {
        return line.state()
                .flatMap(WindowState::last)
                .map(run -> run.endedAt().orElse(run.startedAt()))
                .map(refusal.at()::isAfter)
                .orElse(true);
    }

    private static String why(WindowRefusal refusal) {
        return "refused %s: %s (%s)"
                .formatted(refusal.at().truncatedTo(ChronoUnit.SECONDS), refusal.message(), refusal.code());
    }

    private static List<Line> lines(
            Schedule schedule, Span span, Instant now, List<WindowState> states, String fingerprint) {
        Map<Window, Line> lines = new TreeMap<>();
        states.forEach(
                state -> line(schedule, now, state, fingerprint).ifPresent(line -> lines.put(state.window(), line)));
        OtherBounds taken = OtherBounds.taken(schedule.grid(), states);
        OtherBounds others = OtherBounds.known(schedule.grid(), states);
        Optional<Instant> from = span.from()
                .or(() -> states.stream()
                        .filter(WindowOverview::isFirst)
                        .map(state -> schedule.grid().containing(state.window().start()))
                        .findFirst())
                .map(Window::start);
        from.ifPresent(start -> schedule.due(start, span.to(), now)
                .filter(window -> !lines.containsKey(window) && !taken.cover(window))
                .limit(MOST_MISSING)
                .forEach(window -> lines.put(window, never(schedule, window, Optional.empty()))));
        return lines.values().stream()
                .map(line -> line.status() == Status.MISSING || line.status() == Status.FAILED
                        ? others.shared(line.window())
                                .map(other -> overlapping(schedule, line, other))
                                .orElse(line)
                        : line)
                .toList();
    }

    /** Whether windows behind it are missing where they never ran. */
    private static boolean isFirst(WindowState state) {
        return (state.published().isPresent() || state.last().isPresent()) && !state.foundInRows();
    }

    private static Line never(Schedule schedule, Window window, Optional<WindowState> state) {
        return new Line(
                window,
                Status.MISSING,
                state,
                "no run was started since its trigger, %s"
                        .formatted(schedule.grid().text(schedule.trigger(window))));
    }

    private static Line overlapping(Schedule schedule, Line line, Window other) {
        return new Line(
                line.window(),
                Status.OVERLAPS,
                line.state(),
                "it cannot be run: it overlaps %s, of windows that the pipeline has no more"
                        .formatted(schedule.grid().text(other)));
    }

    /** Nothing for a window that is only waited for. */
    private static Optional<Line> line(Schedule schedule, Instant now, WindowState state, String fingerprint) {
        Window window = state.window();
        if (!schedule.grid().has(window)) {
            return Optional.of(new Line(
                    window,
                    Status.OFF_GRID,
                    Optional.of(state),
                    "the pipeline has no such window any more; it overlaps %s"
                            .formatted(schedule.grid().text(schedule.grid().containing(window.start())))));
        }
        if (state.published().isPresent()) {
            return Optional.of(published(state, state.published().get(), fingerprint));
        }
        if (state.last().isPresent()) {
            return Optional.of(unpublished(state, state.last().get()));
        }
        return schedule.trigger(window).isAfter(now)
                ? Optional.empty()
                : Optional.of(never(schedule, window, Optional.of(state)));
    }

    private static Line published(WindowState state, RunRecord run, String fingerprint) {
        Status status = Status.PUBLISHED;
        String why = "";
        if (state.changed() > 0 || state.waiting() > 0) {
            status = Status.STALE_INPUTS;
            why = state.changed() > 0
                    ? "%d of its inputs %s changed since"
                            .formatted(state.changed(), state.changed() == 1 ? "has" : "have")
                    : "%d inputs have late rows for it that are not settled".formatted(state.waiting());
        } else if (!run.fingerprint().equals(fingerprint)) {
            status = Status.STALE_RULES;
            why = "it was run with another configuration, " + run.fingerprint();
        }
        return new Line(state.window(), status, Optional.of(state), why);
    }

    private static Line unpublished(WindowState state, RunRecord run) {
        Status status = switch (run.state()) {
            case RUNNING, PREPARED -> Status.RUNNING;
            case HELD -> Status.HELD;
            case DISCARDED, ROLLED_BACK -> Status.MISSING;
            case PUBLISHED, ALREADY_LANDED, FAILED -> Status.FAILED;
        };
        String why = run.message()
                .orElse("run %s is %s".formatted(run.runId(), run.state().word()));
        return new Line(state.window(), status, Optional.of(state), why);
    }
}
