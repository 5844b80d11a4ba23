package dev.sluice.cli;

import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.ledger.WindowOverview.Line;
import dev.sluice.core.window.Grid;
import dev.sluice.spark.run.WindowOutcome;
import java.time.Duration;
import java.util.List;

/** Tells on stderr how runs of many windows go on, a line for each that ends. */
final class WindowProgress {
    private static final int MINUTE = 60;

    private final Invocation invocation;
    private final Grid grid;
    private final int all;
    private final int parallel;
    private final long begun = System.nanoTime();
    private int done;

    WindowProgress(Invocation invocation, Grid grid, int all, int parallel) {
        this.invocation = invocation;
        this.grid = grid;
        this.all = all;
        this.parallel = parallel;
    }

    /** @param lines all windows of the span, those among them that are not run */
    void begin(List<Line> lines) {
        invocation.note("%,d of %,d windows to run, %d at once"
                .formatted(all, lines.size(), Math.min(parallel, Math.max(1, all))));
    }

    void ended(WindowOutcome outcome) {
        done++;
        invocation.note("[%,d/%,d] %s %s%s".formatted(done, all, grid.text(outcome.window()), state(outcome), left()));
    }

    /** Tells of a run that puts late rows, or rows of inputs that have changed, where they belong. */
    static void settled(Invocation invocation, Grid grid, WindowOutcome outcome) {
        invocation.note("settling %s %s".formatted(grid.text(outcome.window()), state(outcome)));
    }

    private static String state(WindowOutcome outcome) {
        return outcome.result()
                .map(result -> "%s, %,d landed, %,d quarantined"
                        .formatted(
                                result.state().word(),
                                result.rows().landed(),
                                result.rows().quarantined()))
                .orElseGet(() -> "failed: "
                        + VisibleText.of(outcome.failure()
                                .orElseThrow()
                                .problems()
                                .get(0)
                                .message()));
    }

    private String left() {
        long seconds = Duration.ofNanos((System.nanoTime() - begun) / done * (all - done))
                .toSeconds();
        if (done == all) {
            return "";
        }
        return seconds < 2 * MINUTE
                ? "; about %d s left".formatted(seconds)
                : "; about %d min left".formatted(seconds / MINUTE);
    }
}
