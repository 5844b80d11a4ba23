package dev.sluice.spark.run;

import dev.sluice.api.SluiceException;
import dev.sluice.core.plan.PipelinePlan;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs of windows, with those that it takes until late rows and changed inputs are where they belong. What follows upon
 * publication, such as deliveries of the whole table, does so once, behind the last of them; whoever is killed before leaves
 * it to the pipeline's next run.
 */
record SettledRuns(Engine engine, PipelineSpec spec, RunListener listener) {
    SettledRun run(RunOptions options, Consumer<WindowOutcome> settled) {
        if (spec.window().isEmpty()) {
            return new SettledRun(new RunAttempts(engine, spec, options, listener).run(), List.of());
        }
        RunResult result = new RunAttempts(engine, among(options.window()), options, listener).run();
        List<WindowOutcome> outcomes = settled(settled, () -> followUp().after(result));
        return new SettledRun(followUp().after(result), outcomes);
    }

    /** @param followed what follows upon publication, should settling fail */
    private List<WindowOutcome> settled(Consumer<WindowOutcome> settled, Supplier<?> followed) {
        try {
            return settling().settle(settled);
        } catch (SluiceException e) {
            try {
                Object ignored = followed.get();
            } catch (SluiceException too) {
                e.addSuppressed(too);
            }
            throw e;
        }
    }

    /**
     * @param ended is told of each of the choices' runs that has ended
     * @param settled is told of each other one
     */
    List<WindowOutcome> run(
            List<WindowChoice> choices, int parallel, Consumer<WindowOutcome> ended, Consumer<WindowOutcome> settled) {
        List<WindowOutcome> outcomes = new ArrayList<>(only(choices, parallel, ended));
        outcomes.addAll(settled(settled, () -> followed(outcomes)));
        return followed(outcomes);
    }

    List<WindowOutcome> run(List<WindowChoice> choices, int parallel, Consumer<WindowOutcome> ended) {
        return followed(only(choices, parallel, ended));
    }

    List<WindowOutcome> settle(Consumer<WindowOutcome> ended) {
        return followed(settling().settle(ended));
    }

    private List<WindowOutcome> only(List<WindowChoice> choices, int parallel, Consumer<WindowOutcome> ended) {
        return new WindowRuns(engine, among(choices.stream().findFirst()), listener).run(choices, parallel, ended);
    }

    /** The pipeline that delivers and maintains nothing by itself, unless it is wrong: then its runs fail, and say why. */
    private PipelineSpec among(Optional<WindowChoice> first) {
        try {
            first.ifPresent(choice -> {
                PipelinePlan ignored = PipelinePlan.of(spec.at(choice.window()));
            });
            return spec.amongOthers();
        } catch (SluiceException e) {
            return spec;
        }
    }

    private Settling settling() {
        return new Settling(engine, spec.amongOthers(), listener);
    }

    private FollowUp followUp() {
        return new FollowUp(engine, spec, listener);
    }

    /** The last run that has ended well tells of what followed. */
    private List<WindowOutcome> followed(List<WindowOutcome> outcomes) {
        List<WindowOutcome> followed = new ArrayList<>(outcomes);
        for (int i = outcomes.size() - 1; i >= 0; i--) {
            WindowOutcome outcome = outcomes.get(i);
            if (outcome.result().isPresent()) {
                followed.set(
                        i,
                        new WindowOutcome(
                                outcome.window(), outcome.result().map(followUp()::after), outcome.failure()));
                break;
            }
        }
        return followed;
    }
}
