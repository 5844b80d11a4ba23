package dev.sluice.cli;

import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.ledger.RunRecord;
import dev.sluice.core.run.RunState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints what became of a run that had waited for a decision. */
final class DecisionPrinter {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("run"),
            ResultColumn.text("pipeline"),
            ResultColumn.text("batch"),
            ResultColumn.text("state"),
            ResultColumn.number("landed"),
            ResultColumn.number("quarantined"),
            ResultColumn.number("snapshot"),
            ResultColumn.text("message"));

    private final Invocation invocation;

    DecisionPrinter(Invocation invocation) {
        this.invocation = invocation;
    }

    void print(RunRecord run) {
        print(List.of(run));
    }

    void print(List<RunRecord> runs) {
        if (invocation.options().output != OutputFormat.table) {
            new ResultPrinter(invocation).print(COLUMNS, runs, DecisionPrinter::row);
            return;
        }
        runs.forEach(run -> invocation.console().out().println(VisibleText.of(said(run))));
        invocation.console().out().flush();
    }

    private static String said(RunRecord run) {
        if (run.state() == RunState.ROLLED_BACK) {
            return "%s: run %s is taken back: %,d rows are no longer in %s, and %s can be run again."
                    .formatted(
                            run.pipeline(),
                            run.runId(),
                            run.rows().landed(),
                            run.target(),
                            run.window().isPresent() ? "its window" : "its files");
        }
        return run.state() == RunState.PUBLISHED
                ? "%s: run %s is published: %,d rows landed in %s, %,d are in quarantine."
                        .formatted(
                                run.pipeline(),
                                run.runId(),
                                run.rows().landed(),
                                run.target(),
                                run.rows().quarantined())
                : "%s: run %s is %s: its files can be loaded again with 'sluice run %s'."
                        .formatted(run.pipeline(), run.runId(), run.state().word(), run.pipeline());
    }

    private static List<@Nullable Object> row(RunRecord run) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(run.runId());
        row.add(run.pipeline());
        row.add(run.batchId());
        row.add(run.state().word());
        row.add(run.rows().landed());
        row.add(run.rows().quarantined());
        row.add(run.snapshot().isPresent() ? run.snapshot().getAsLong() : null);
        row.add(run.message().orElse(null));
        return row;
    }
}
