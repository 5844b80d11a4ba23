package dev.sluice.cli;

import dev.sluice.api.Problem;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.window.Grid;
import dev.sluice.spark.run.WindowOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints how the runs of many windows ended. */
final class WindowPrinter {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("window"),
            ResultColumn.text("state"),
            ResultColumn.text("run"),
            ResultColumn.number("read"),
            ResultColumn.number("landed"),
            ResultColumn.number("quarantined"),
            ResultColumn.number("deferred"),
            ResultColumn.number("seconds"),
            ResultColumn.text("message"));

    private final Invocation invocation;
    private final Grid grid;

    WindowPrinter(Invocation invocation, Grid grid) {
        this.invocation = invocation;
        this.grid = grid;
    }

    /** @return the exit status: the worst of the runs' */
    int print(List<WindowOutcome> outcomes) {
        new ResultPrinter(invocation).print(COLUMNS, outcomes, this::row);
        if (outcomes.isEmpty()) {
            invocation.note("There is no window to run.");
        }
        outcomes.stream()
                .flatMap(outcome -> outcome.result().stream())
                .flatMap(result -> result.warnings().stream())
                .distinct()
                .forEach(warning -> invocation.note("warning: " + VisibleText.of(warning)));
        DeliveryPrinter deliveries = new DeliveryPrinter(invocation);
        for (WindowOutcome outcome : outcomes) {
            List<DeliveryResult> results =
                    outcome.result().map(RunResult::deliveries).orElse(List.of());
            deliveries.notes(results);
            int ignored = deliveries.failures(results);
        }
        return worst(outcomes);
    }

    /** The worst exit status of the runs; OK if there are none. */
    static int worst(List<WindowOutcome> outcomes) {
        return outcomes.stream().mapToInt(WindowPrinter::status).reduce(ExitStatus.OK, ExitStatus::worst);
    }

    private static int status(WindowOutcome outcome) {
        return outcome.failure()
                .map(ExitStatus::of)
                .or(() -> outcome.result().map(ExitStatus::of))
                .orElse(ExitStatus.OK);
    }

    private List<@Nullable Object> row(WindowOutcome outcome) {
        Optional<RunResult> result = outcome.result();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(grid.text(outcome.window()));
        row.add(result.map(run -> run.state().word()).orElse("failed"));
        row.add(result.map(RunResult::runId).orElse(null));
        row.add(result.map(run -> run.rows().read()).orElse(null));
        row.add(result.map(run -> run.rows().landed()).orElse(null));
        row.add(result.map(run -> run.rows().quarantined()).orElse(null));
        row.add(result.map(run -> run.rows().deferred()).orElse(null));
        row.add(result.map(run -> Math.round(run.seconds() * 10) / 10.0).orElse(null));
        row.add(outcome.failure()
                .map(failure -> failure.problems().get(0))
                .map(Problem::message)
                .orElse(null));
        return row;
    }
}
