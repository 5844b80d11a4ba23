package dev.sluice.cli;

import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.run.DeliveryResult;
import dev.sluice.spark.run.WindowOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints what became of sinks: results on stdout, failures on stderr. */
final class DeliveryPrinter {
    private static final List<ResultColumn> COLUMNS = List.of(
            ResultColumn.text("pipeline"),
            ResultColumn.text("sink"),
            ResultColumn.text("place"),
            ResultColumn.text("outcome"),
            ResultColumn.number("rows"),
            ResultColumn.number("snapshot"),
            ResultColumn.number("seconds"));

    private final Invocation invocation;

    DeliveryPrinter(Invocation invocation) {
        this.invocation = invocation;
    }

    /** What became of one pipeline's sink. */
    record Line(String pipeline, DeliveryResult result) {}

    /** Delivers what a command has changed; a pipeline that is no more, or is wrong by now, has no sinks. */
    List<DeliveryResult> deliver(OpenProject open, String pipeline) {
        try {
            return open.sluice().deliver(pipeline, open.progress());
        } catch (SluiceException e) {
            invocation.note(VisibleText.of(
                    "its sinks, if any, were left alone: " + e.problems().get(0).message()));
            return List.of();
        }
    }

    /**
     * Delivers what runs before have left, if none of these has come as far as that; prints how it went.
     *
     * @return the exit status
     */
    int catchUp(OpenProject open, String pipeline, List<WindowOutcome> outcomes) {
        if (outcomes.stream().anyMatch(outcome -> outcome.result().isPresent())) {
            return ExitStatus.OK;
        }
        List<DeliveryResult> results = deliver(open, pipeline);
        notes(results);
        return failures(results);
    }

    void table(List<Line> lines) {
        new ResultPrinter(invocation).print(COLUMNS, lines, DeliveryPrinter::row);
    }

    private static List<@Nullable Object> row(Line line) {
        DeliveryResult result = line.result();
        boolean known = result.snapshot().isPresent();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(line.pipeline());
        row.add(result.sink());
        row.add(result.place());
        row.add(result.outcome().word());
        row.add(known ? result.rows() : null);
        row.add(known ? result.snapshot().getAsLong() : null);
        row.add(Math.round(result.seconds() * 10) / 10.0);
        return row;
    }

    /** A line for each that has a state, behind the result of a command that does more than deliver. */
    void notes(List<DeliveryResult> results) {
        for (DeliveryResult result : results) {
            switch (result.outcome()) {
                case DELIVERED ->
                    invocation.note(VisibleText.of(
                            "delivered %,d rows to %s (%s)".formatted(result.rows(), result.sink(), result.place())));
                case UP_TO_DATE ->
                    invocation.note(
                            VisibleText.of("%s (%s) has this state already".formatted(result.sink(), result.place())));
                case NOTHING, FAILED -> {}
            }
        }
    }

    /**
     * Prints the failures.
     *
     * @return the exit status: that a delivery failed, or OK
     */
    int failures(List<DeliveryResult> results) {
        List<Problem> problems = results.stream()
                .flatMap(result -> Optional.ofNullable(result.failure()).stream())
                .toList();
        if (problems.isEmpty()) {
            return ExitStatus.OK;
        }
        invocation.printer().print(problems);
        return ExitStatus.FAILED;
    }
}
