package dev.sluice.cli;

import dev.sluice.api.SluiceException;
import dev.sluice.cli.output.JsonOutput;
import dev.sluice.cli.output.OutputFormat;
import dev.sluice.cli.output.ResultColumn;
import dev.sluice.cli.output.TextWidth;
import dev.sluice.cli.output.VisibleText;
import dev.sluice.core.testing.CaseResult;
import dev.sluice.core.testing.DifferenceText;
import dev.sluice.core.testing.RuleCoverage;
import dev.sluice.core.testing.TestReport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints how cases ended: for people each at once, with its differences; for programs all at the end. */
final class TestPrinter {
    private static final String GREEN = "\033[32m";
    private static final String RED = "\033[1;31m";
    private static final String OFF = "\033[0m";

    private final Invocation invocation;
    private final PrintStream out;
    private final DifferenceText differences = new DifferenceText(TextWidth::of, VisibleText::of);
    private @Nullable String file;

    TestPrinter(Invocation invocation) {
        this.invocation = invocation;
        this.out = invocation.console().out();
    }

    void result(CaseResult result) {
        if (invocation.options().output != OutputFormat.table) {
            return;
        }
        String own = result.test().location().file();
        if (!own.equals(file)) {
            out.println((file == null ? "" : "\n") + VisibleText.of(own));
            file = own;
        }
        String place = result.passed()
                ? ""
                : "  " + own + ":" + result.test().location().line();
        out.println("  %s  %s%s"
                .formatted(
                        result.passed() ? colored(GREEN, "ok  ") : colored(RED, "FAIL"),
                        VisibleText.of(result.test().name()),
                        String.format(Locale.ROOT, "  %.1f s", result.seconds()) + VisibleText.of(place)));
        differences.lines(result.mismatches()).forEach(line -> out.println("        " + line));
        SluiceException failure = result.failure();
        if (failure != null) {
            failure.problems()
                    .forEach(problem -> out.println(
                            "        error[%s] %s".formatted(problem.code().id(), VisibleText.of(problem.message()))));
            invocation.runLog().record(failure);
        }
        out.flush();
    }

    private String colored(String color, String text) {
        return invocation.colorOnOut() ? color + text + OFF : text;
    }

    void end(TestReport report) {
        switch (invocation.options().output) {
            case table -> summary(report);
            case json -> JsonOutput.print(out, fields -> json(report, fields));
            case csv ->
                new ResultPrinter(invocation)
                        .print(
                                List.of(
                                        ResultColumn.text("file"),
                                        ResultColumn.text("case"),
                                        ResultColumn.text("pipeline"),
                                        ResultColumn.text("state"),
                                        ResultColumn.number("differences"),
                                        ResultColumn.number("seconds")),
                                report.results(),
                                result -> List.of(
                                        result.test().location().file(),
                                        result.test().name(),
                                        result.test().pipeline(),
                                        state(result),
                                        result.mismatches().size(),
                                        result.seconds()));
        }
    }

    private void summary(TestReport report) {
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%,d cases: %,d passed, %,d failed, in %.1f s",
                report.results().size(),
                report.passed(),
                report.failed(),
                report.seconds()));
        for (RuleCoverage coverage : report.coverage()) {
            List<String> never = coverage.neverFired();
            out.println(VisibleText.of("%s: %,d of %,d rules fired%s"
                    .formatted(
                            coverage.pipeline(),
                            coverage.firedRules(),
                            coverage.rules().size(),
                            never.isEmpty() ? "" : "; never: " + String.join(", ", never))));
        }
        if (!report.untested().isEmpty()) {
            out.println(VisibleText.of("without any test: " + String.join(", ", report.untested())));
        }
        out.flush();
    }

    private static String state(CaseResult result) {
        return result.passed() ? "passed" : result.failure() == null ? "failed" : "error";
    }

    private static void json(TestReport report, JsonOutput.Fields fields) throws IOException {
        fields.value("passed", report.passed());
        fields.value("failed", report.failed());
        fields.value("seconds", report.seconds());
        fields.array("cases", report.results(), TestPrinter::json);
        fields.array("coverage", report.coverage(), (coverage, item) -> {
            item.value("pipeline", coverage.pipeline());
            item.value("rules", coverage.rules());
            item.value("neverFired", coverage.neverFired());
        });
        fields.value("untested", report.untested());
    }

    private static void json(CaseResult result, JsonOutput.Fields item) throws IOException {
        item.value("file", result.test().location().file());
        item.value("line", result.test().location().line());
        item.value("name", result.test().name());
        item.value("pipeline", result.test().pipeline());
        item.value("state", state(result));
        item.value("seconds", result.seconds());
        item.array("differences", result.mismatches(), (mismatch, difference) -> {
            difference.value("what", mismatch.what());
            difference.array("cells", mismatch.cells(), (cell, one) -> {
                one.value("name", cell.name());
                one.value("expected", cell.expected());
                one.value("actual", cell.actual());
            });
        });
        SluiceException failure = result.failure();
        item.array("errors", failure == null ? List.of() : failure.problems(), (problem, one) -> {
            one.value("code", problem.code().id());
            one.value("message", problem.message());
        });
    }
}
