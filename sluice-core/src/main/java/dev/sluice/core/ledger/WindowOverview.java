package dev.sluice.core.ledger;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** All windows of a pipeline that are due, in order, with what became of each, or why nothing did. */
public final class WindowOverview {
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
        OFF_GRID
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
     * The windows from the first on, up to the last that is due or known.
     *
     * @param starts the first window; empty for the first that the ledger knows
     * @param states as {@link WindowLedger#states} gives them
     * @param fingerprint of the pipeline as it is now
     */
    public static List<Line> of(
            Schedule schedule, Optional<Window> starts, Instant now, List<WindowState> states, String fingerprint) {
        return of(schedule, starts, now, states, fingerprint, window -> Optional.empty());
    }

    /**
     * The same of a pipeline with a watermark.
     *
     * @param awaited what a window lacks to be complete; empty if nothing
     */
    public static List<Line> of(
            Schedule schedule,
            Optional<Window> starts,
            Instant now,
            List<WindowState> states,
            String fingerprint,
            Function<Window, Optional<String>> awaited) {
        return lines(schedule, starts, now, states, fingerprint).stream()
                .map(line -> line.status() == Status.MISSING || line.status() == Status.FAILED
                        ? awaited.apply(line.window())
                                .map(why -> new Line(line.window(), Status.WAITING, line.state(), why))
                                .orElse(line)
                        : line)
                .toList();
    }

    private static List<Line> lines(
            Schedule schedule, Optional<Window> starts, Instant now, List<WindowState> states, String fingerprint) {
        Map<Window, Line> lines = new TreeMap<>();
        states.forEach(
                state -> line(schedule, now, state, fingerprint).ifPresent(line -> lines.put(state.window(), line)));
        Optional<Instant> from = starts.map(Window::start)
                .or(() -> lines.keySet().stream()
                        .filter(schedule.grid()::has)
                        .map(Window::start)
                        .findFirst());
        from.ifPresent(start ->
                schedule.due(start, now).forEach(window -> lines.computeIfAbsent(window, due -> never(schedule, due))));
        return List.copyOf(lines.values());
    }

    private static Line never(Schedule schedule, Window window) {
        return new Line(
                window,
                Status.MISSING,
                Optional.empty(),
                "no run was started since its trigger, %s"
                        .formatted(schedule.grid().text(schedule.trigger(window))));
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
                : Optional.of(never(schedule, window))
                        .map(line -> new Line(window, Status.MISSING, Optional.of(state), line.why()));
    }

    private static Line published(WindowState state, RunRecord run, String fingerprint) {
        Status status = Status.PUBLISHED;
        String why = "";
        if (state.changed() > 0 || state.waiting() > 0) {
            status = Status.STALE_INPUTS;
            why = state.changed() > 0
                    ? "%d of its inputs have changed since".formatted(state.changed())
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
