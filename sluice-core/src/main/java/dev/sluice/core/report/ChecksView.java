package dev.sluice.core.report;

import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.report.text.Shown;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the batch as a whole stood to the pipeline's checks, and the run to its audits.
 *
 * @param more how many are not shown, as a sentence; empty for none
 */
record ChecksView(List<Line> lines, String more) {
    /** One check. */
    record Line(String verdict, String name, String severity, String message) {}

    static ChecksView of(RunReport report) {
        List<CheckResult> checks = report.result().checks();
        List<AuditResult> audits = report.result().audits();
        List<Line> lines = Stream.concat(
                        checks.stream().map(ChecksView::line), audits.stream().map(ChecksView::line))
                .limit(Limits.CHECKS)
                .toList();
        return new ChecksView(lines, ReasonsView.more((long) checks.size() + audits.size() - lines.size(), "check"));
    }

    private static Line line(AuditResult audit) {
        return new Line(
                audit.passed() ? "passed" : "failed",
                Shown.name(audit.name(), Limits.NAME),
                audit.severity().word(),
                Shown.of(audit.message(), Limits.MESSAGE).text());
    }

    private static Line line(CheckResult check) {
        return new Line(
                check.passed() ? "passed" : "failed",
                Shown.name(check.name(), Limits.NAME),
                check.severity().word(),
                Shown.of(check.message(), Limits.MESSAGE).text());
    }
}
