package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.count;
import static dev.sluice.core.report.text.Figures.share;

import dev.sluice.core.report.text.Shown;
import dev.sluice.core.run.RuleNotice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules below error severity found, with a few rows each.
 *
 * @param more how many are not shown, as a sentence; empty for none
 */
record NoticesView(List<Line> lines, String more) {
    /** One rule. */
    record Line(
            String severity,
            String code,
            String rule,
            @Nullable String column,
            String rows,
            String share,
            List<Sample> samples) {}

    /** One row. */
    record Sample(String place, String message) {}

    static NoticesView of(RunReport report) {
        List<RuleNotice> notices = report.result().notices();
        long read = report.result().rows().read();
        List<Line> lines = notices.stream()
                .limit(Limits.NOTICES)
                .map(notice -> line(notice, read))
                .toList();
        return new NoticesView(lines, ReasonsView.more((long) notices.size() - lines.size(), "rule"));
    }

    private static Line line(RuleNotice notice, long read) {
        return new Line(
                notice.severity().word(),
                Shown.name(notice.code(), Limits.CODE),
                Shown.name(notice.rule(), Limits.NAME),
                notice.column() == null ? null : Shown.name(notice.column(), Limits.NAME),
                count(notice.rows()),
                share(notice.rows(), read),
                notice.samples().stream().map(NoticesView::sample).toList());
    }

    private static Sample sample(RuleNotice.Sample sample) {
        String file = sample.file().substring(sample.file().lastIndexOf('/') + 1);
        return new Sample(
                Shown.name(file, Limits.NAME) + ", record " + count(sample.recordNo()),
                Shown.of(sample.message(), Limits.MESSAGE).text());
    }
}
