package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.dag.ParentStop;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.run.PipelineOutcome;
import dev.sluice.spark.run.PlannedPipeline;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints what became of pipelines that were run together, and what would. */
final class DagPrinter {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("pipeline"),
            ResultColumn.text("state"),
            ResultColumn.text("run"),
            ResultColumn.number("read"),
            ResultColumn.number("landed"),
            ResultColumn.number("quarantined"),
            ResultColumn.number("seconds"),
            ResultColumn.text("message"));

    private final Invocation invocation;
    private final SelectedRuns selected;
    private int done;

    DagPrinter(Invocation invocation, SelectedRuns selected) {
        this.invocation = invocation;
        this.selected = selected;
    }

    /** Tells of one that has ended: a line on stderr, and with JSON an object in a line of its own on stdout. */
    void ended(PipelineOutcome outcome) {
        done++;
        invocation.note("[%d/%d] %s %s"
                .formatted(done, selected.names().size(), outcome.pipeline(), VisibleText.of(told(outcome))));
        outcome.result()
                .ifPresent(result -> result.warnings()
                        .forEach(warning -> invocation.note(
                                "warning: %s: %s".formatted(outcome.pipeline(), VisibleText.of(warning)))));
        int ignored = new DeliveryPrinter(invocation)
                .failures(outcome.result().map(RunResult::deliveries).orElse(List.of()));
        if (invocation.options().output == OutputFormat.json) {
            line(outcome);
        }
    }

    private static String told(PipelineOutcome outcome) {
        return outcome.result()
                .map(result -> "%s, %,d landed, %,d quarantined"
                        .formatted(
                                result.state().word(),
                                result.rows().landed(),
                                result.rows().quarantined()))
                .or(() -> outcome.stopped().map(ParentStop::line))
                .orElseGet(() -> state(outcome) + ": " + message(outcome));
    }

    private void line(PipelineOutcome outcome) {
        Optional<RunResult> result = outcome.result();
        JsonOutput.line(invocation.console().out(), fields -> {
            fields.value("pipeline", outcome.pipeline());
            fields.value("state", state(outcome));
            fields.value("runId", result.map(RunResult::runId).orElse(null));
            fields.value("batchId", result.map(RunResult::batchId).orElse(null));
            fields.object("rows", rows -> {
                rows.value("read", result.map(run -> run.rows().read()).orElse(0L));
                rows.value("landed", result.map(run -> run.rows().landed()).orElse(0L));
                rows.value(
                        "quarantined",
                        result.map(run -> run.rows().quarantined()).orElse(0L));
            });
            fields.value(
                    "snapshot",
                    result.filter(run -> run.snapshot().isPresent())
                            .map(run -> run.snapshot().getAsLong())
                            .orElse(null));
            fields.value("landedBy", result.map(RunResult::landedBy).orElse(null));
            fields.value("parents", List.copyOf(selected.dag().parents(outcome.pipeline())));
            fields.value("message", message(outcome));
            fields.value(
                    "seconds",
                    result.map(run -> Math.round(run.seconds() * 1000) / 1000.0).orElse(null));
        });
    }

    /** Prints a table of all. @return the exit status: the worst of the runs' */
    int print(List<PipelineOutcome> outcomes) {
        if (invocation.options().output != OutputFormat.json) {
            new ResultPrinter(invocation).print(COLUMNS, outcomes, DagPrinter::row);
        }
        return outcomes.stream().mapToInt(DagPrinter::status).reduce(ExitStatus.OK, ExitStatus::worst);
    }

    /** One that is not run counts as what stopped it, which is among the others. */
    private static int status(PipelineOutcome outcome) {
        return outcome.failure()
                .map(ExitStatus::of)
                .or(() -> outcome.result().map(ExitStatus::of))
                .orElse(ExitStatus.OK);
    }

    private static String state(PipelineOutcome outcome) {
        if (outcome.failure()
                .filter(failure -> failure.code() == ErrorCode.RUN_HELD)
                .isPresent()) {
            return RunState.HELD.word();
        }
        return outcome.result()
                .map(result -> result.state().word())
                .orElse(outcome.stopped().isPresent() ? "not_run" : "failed");
    }

    private static @Nullable String message(PipelineOutcome outcome) {
        return outcome.stopped()
                .map(ParentStop::line)
                .or(() -> outcome.failure()
                        .map(failure -> failure.problems().get(0))
                        .map(Problem::message))
                .orElse(null);
    }

    private static List<@Nullable Object> row(PipelineOutcome outcome) {
        Optional<RunResult> result = outcome.result();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(outcome.pipeline());
        row.add(state(outcome));
        row.add(result.map(RunResult::runId).orElse(null));
        row.add(result.map(run -> run.rows().read()).orElse(null));
        row.add(result.map(run -> run.rows().landed()).orElse(null));
        row.add(result.map(run -> run.rows().quarantined()).orElse(null));
        row.add(result.map(run -> Math.round(run.seconds() * 10) / 10.0).orElse(null));
        row.add(message(outcome));
        return row;
    }

    /** Draws the graph: each pipeline below those that it reads from, indented by its way from them. */
    static void print(Invocation invocation, List<PlannedPipeline> planned) {
        if (invocation.options().output == OutputFormat.table) {
            text(invocation.console().out(), planned);
        } else {
            json(invocation.console().out(), planned);
        }
    }

    private static void text(PrintStream out, List<PlannedPipeline> planned) {
        int width = planned.stream().mapToInt(one -> name(one).length()).max().orElse(0);
        int reads =
                planned.stream().mapToInt(one -> parents(one).length()).max().orElse(0);
        for (PlannedPipeline one : planned) {
            String form = "%-" + Math.max(1, width) + "s  %-" + Math.max(1, reads) + "s  %s";
            String step = one.step().word() + ": " + VisibleText.of(one.why());
            out.println(String.format(Locale.ROOT, form, name(one), parents(one), step));
        }
        out.flush();
    }

    private static String name(PlannedPipeline one) {
        return one.depth() == 0 ? one.pipeline() : "  ".repeat(one.depth() - 1) + "└ " + one.pipeline();
    }

    private static String parents(PlannedPipeline one) {
        return one.parents().isEmpty() ? "" : "← " + String.join(", ", one.parents());
    }

    private static void json(PrintStream out, List<PlannedPipeline> planned) {
        JsonOutput.print(
                out,
                fields -> fields.array("pipelines", planned, (one, item) -> {
                    item.value("pipeline", one.pipeline());
                    item.value("parents", one.parents());
                    item.value("source", one.source());
                    item.value("target", one.target());
                    item.value("step", one.step().word());
                    item.value("why", one.why());
                }));
    }
}
