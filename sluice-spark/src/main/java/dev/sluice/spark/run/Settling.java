package dev.sluice.spark.run;

import dev.sluice.core.ledger.WindowState;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.run.RunState;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.window.Entry;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowRun;
import dev.sluice.core.window.WindowRun.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs windows until rows that came late, and inputs that have changed, are where they belong. */
final class Settling {
    /** Far more than it takes; another process that goes on changing things must not keep this one busy for ever. */
    private static final int ROUNDS = 50;

    private final Engine engine;
    private final PipelineSpec spec;
    private final RunListener listener;

    Settling(Engine engine, PipelineSpec spec, RunListener listener) {
        this.engine = engine;
        this.spec = spec;
        this.listener = listener;
    }

    /** @return how the runs ended, in their order; one that fails, or is held, is not repeated */
    List<WindowOutcome> settle(Consumer<WindowOutcome> ended) {
        List<WindowOutcome> outcomes = new ArrayList<>();
        if (spec.window().isEmpty()) {
            return outcomes;
        }
        Placement placement = spec.window().get().placement();
        Set<WindowRun> stuck = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<WindowRun> needed = needed(placement);
            needed.removeAll(stuck);
            if (needed.isEmpty()) {
                break;
            }
            for (WindowRun run : needed) {
                WindowOutcome outcome = new WindowRuns(engine, spec, listener)
                        .run(List.of(choice(run)), 1, ended)
                        .get(0);
                outcomes.add(outcome);
                if (outcome.result()
                        .filter(result -> result.state() != RunState.HELD)
                        .isEmpty()) {
                    stuck.add(run);
                }
            }
        }
        return outcomes;
    }

    private List<WindowRun> needed(Placement placement) {
        Set<Window> published = engine.ledger().windows().states(spec.name()).stream()
                .filter(state -> state.published().isPresent())
                .map(WindowState::window)
                .collect(Collectors.toSet());
        Comparator<WindowRun> order = Comparator.comparing(WindowRun::window);
        List<WindowRun> needed = new ArrayList<>();
        for (Entry entry : engine.ledger().windows().unsettled(spec.name()).values()) {
            placement
                    .settledBy(entry, published.contains(entry.home()))
                    .filter(run -> !needed.contains(run))
                    .ifPresent(needed::add);
        }
        needed.sort(order.thenComparing(WindowRun::kind));
        return needed;
    }

    private static WindowChoice choice(WindowRun run) {
        return new WindowChoice(
                run.window(), Optional.empty(), run.kind() == Kind.LATE ? WindowWish.LATE : WindowWish.REPLACE);
    }
}
