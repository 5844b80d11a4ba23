package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import dev.sluice.core.config.Project;
import dev.sluice.core.dag.PipelineDag;
import dev.sluice.core.dag.Selection;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.spec.WindowSpec;
import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.WindowChoice;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines that are run together.
 *
 * @param names each after its parents
 * @param options of each run, by the pipeline's name
 */
record SelectedRuns(PipelineDag dag, List<String> names, Map<String, RunOptions> options) {
    /** The pipelines that a selection names. */
    static SelectedRuns of(Project project, List<String> select) {
        if (project.deployment().isPresent()) {
            throw new SluiceException(
                    ErrorCode.INVALID_USAGE,
                    "Cannot take --select together with --name: a deployment reads what is live, not other deployments");
        }
        PipelineDag dag = PipelineDag.of(project);
        return new SelectedRuns(dag, Selection.of(select, dag), Map.of());
    }

    /**
     * The same, for a window.
     *
     * @param window as typed; null for none
     * @param at as typed; null for none
     * @throws SluiceException if one of them has windows and none is named, or theirs are not the same
     */
    SelectedRuns in(@Nullable String window, @Nullable String at, boolean rerun, Map<String, String> tags) {
        if (window != null && at != null) {
            throw new SluiceException(ErrorCode.INVALID_USAGE, "Cannot take --window together with --at");
        }
        Map<String, WindowChoice> choices = new LinkedHashMap<>();
        for (String name : names) {
            PipelineSpec spec = dag.pipeline(name);
            spec.window()
                    .map(WindowSpec::schedule)
                    .ifPresent(schedule -> choices.put(name, choice(name, schedule, window, at, rerun)));
        }
        if (choices.isEmpty() && (window != null || at != null || rerun)) {
            throw new SluiceException(
                    ErrorCode.NO_WINDOWS, "Cannot run a window: none of the selected pipelines has 'window:'");
        }
        String first = null;
        Map<String, RunOptions> all = new HashMap<>();
        for (String name : names) {
            WindowChoice choice = choices.get(name);
            if (choice != null) {
                first = first == null ? name : first;
                refuseOther(first, choices.get(first), name, choice);
            }
            all.put(name, new RunOptions(Optional.empty(), tags, Optional.ofNullable(choice)));
        }
        return new SelectedRuns(dag, names, all);
    }

    private static void refuseOther(String first, @Nullable WindowChoice its, String name, WindowChoice choice) {
        Window expected = its == null ? choice.window() : its.window();
        if (!expected.equals(choice.window())) {
            throw new SluiceException(
                    ErrorCode.NOT_TOGETHER,
                    "Cannot run %s and %s together: the window of one would be %s, that of the other %s; run them one by one"
                            .formatted(first, name, expected, choice.window()));
        }
    }

    private static WindowChoice choice(
            String name, Schedule schedule, @Nullable String window, @Nullable String at, boolean rerun) {
        WindowWish wish = rerun ? WindowWish.REPLACE : WindowWish.MISSING;
        if (window != null) {
            return new WindowChoice(TimeText.window(window, schedule.grid()), Optional.empty(), wish);
        }
        if (at != null) {
            Instant time = TimeText.time(at, schedule.grid().zone());
            return new WindowChoice(schedule.at(time, Clock.systemUTC().instant()), Optional.of(time), wish);
        }
        throw new SluiceException(
                ErrorCode.WINDOW_NOT_NAMED,
                "Cannot run pipeline %s: it has windows; name one with --window or --at".formatted(name));
    }
}
