package dev.sluice.core.report;

import dev.sluice.core.check.CheckResult;
import dev.sluice.core.report.text.Shown;
import java.util.List;

/**
 * How the batch as a whole stood to the pipeline's checks.
 *
 * @param more how many are not shown, as a sentence; empty for none
 */
record ChecksView(List<Line> lines, String more) {
    /** One check. */
    record Line(String verdict, String name, String severity, String message) {}

    static ChecksView of(RunReport report) {
        List<CheckResult> checks = report.result().checks();
        List<Line> lines =
                checks.stream().limit(Limits.CHECKS).map(ChecksView::line).toList();
        return new ChecksView(lines, ReasonsView.more((long) checks.size() - lines.size(), "check"));
    }

    private static Line line(CheckResult check) {
        return new Line(
                check.passed() ? "passed" : "failed",
                Shown.name(check.name(), Limits.NAME),
                check.severity().word(),
                Shown.of(check.message(), Limits.MESSAGE).text());
    }
}
