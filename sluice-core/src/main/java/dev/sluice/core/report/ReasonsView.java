package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.count;
import static dev.sluice.core.report.text.Figures.share;

import dev.sluice.core.report.text.Shown;
import dev.sluice.core.run.ReasonCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reasons by rule, most rows first, with samples.
 *
 * @param more how many reasons are not shown, as a sentence; empty for none
 */
record ReasonsView(List<Line> lines, String more, List<Group> groups, String moreGroups) {
    /** One reason; {@code bar} is its part of the largest in percent. */
    record Line(
            String stage,
            String code,
            String rule,
            @Nullable String column,
            String rows,
            String share,
            double bar) {}

    /** The samples of one reason. */
    record Group(String code, String rule, String rows, boolean open, List<Sample> samples) {
        long bytes() {
            return samples.stream().mapToLong(Sample::bytes).sum();
        }
    }

    /** A bad row; {@code more} counts the reasons not shown. */
    record Sample(String file, String path, String recordNo, Shown raw, List<Reason> reasons, String more) {
        long bytes() {
            return 200
                    + Shown.bytes(file + path + raw.text())
                    + reasons.stream().mapToLong(Reason::bytes).sum();
        }
    }

    /** One of its reasons; {@code columns} joined by commas. */
    record Reason(String stage, String code, String rule, String columns, Shown value, Shown message) {
        long bytes() {
            return 300 + Shown.bytes(code + rule + columns + value.text() + message.text());
        }
    }

    static ReasonsView of(RunReport report, FileNames files) {
        List<ReasonCount> reasons = report.result().reasons();
        long most = reasons.stream().mapToLong(ReasonCount::rows).max().orElse(1);
        long bad = report.result().rows().quarantined();
        List<Line> lines = reasons.stream()
                .limit(Limits.REASONS)
                .map(reason -> line(reason, most, bad))
                .toList();
        List<Group> groups = new ArrayList<>();
        long bytes = 0;
        int sampled = 0;
        Set<BadRow> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ReasonCount reason : reasons) {
            List<BadRow> fitting = report.samples().stream()
                    .filter(row -> row.reasons().stream().anyMatch(one -> one.isOf(reason)))
                    .toList();
            if (fitting.isEmpty()) {
                continue;
            }
            List<BadRow> rows = chosen(fitting, shown);
            shown.addAll(rows);
            sampled++;
            if (groups.size() < Limits.SAMPLED_REASONS) {
                Group group = group(reason, groups.isEmpty(), rows, files);
                bytes += group.bytes();
                if (bytes <= Limits.SAMPLE_BYTES) {
                    groups.add(group);
                }
            }
        }
        return new ReasonsView(
                lines, more(reasons.size() - lines.size(), "reason"), groups, more(sampled - groups.size(), "reason"));
    }

    static String more(long rest, String thing) {
        return rest <= 0 ? "" : "and " + count(rest) + " more " + thing + (rest == 1 ? "" : "s");
    }

    /** Rows that no other reason has shown yet; if all have been, one of them. */
    private static List<BadRow> chosen(List<BadRow> fitting, Set<BadRow> shown) {
        List<BadRow> fresh = fitting.stream()
                .filter(row -> !shown.contains(row))
                .limit(Limits.SAMPLES_OF_A_REASON)
                .toList();
        return fresh.isEmpty() ? fitting.subList(0, 1) : fresh;
    }

    private static Line line(ReasonCount reason, long most, long bad) {
        return new Line(
                reason.stage().word(),
                Shown.name(reason.code(), Limits.CODE),
                Shown.name(reason.rule(), Limits.NAME),
                reason.column() == null ? null : Shown.name(reason.column(), Limits.NAME),
                count(reason.rows()),
                share(reason.rows(), bad),
                percent(reason.rows(), most));
    }

    private static Group group(ReasonCount count, boolean open, List<BadRow> rows, FileNames files) {
        return new Group(
                Shown.name(count.code(), Limits.CODE),
                Shown.name(count.rule(), Limits.NAME),
                count(count.rows(), "row"),
                open,
                rows.stream().map(row -> sample(row, files)).toList());
    }

    private static Sample sample(BadRow row, FileNames files) {
        List<Reason> reasons = row.reasons().stream()
                .limit(Limits.REASONS_OF_A_SAMPLE)
                .map(ReasonsView::reason)
                .toList();
        return new Sample(
                files.name(row.file()),
                Shown.name(row.file(), Limits.MESSAGE),
                count(row.recordNo()),
                Shown.of(row.raw(), row.rawLength(), Limits.RAW),
                reasons,
                more(row.reasons().size() - reasons.size(), "reason"));
    }

    private static Reason reason(BadReason reason) {
        return new Reason(
                reason.stage().word(),
                Shown.name(reason.code(), Limits.CODE),
                Shown.name(reason.rule(), Limits.NAME),
                Shown.name(String.join(", ", reason.columns()), Limits.NAME),
                reason.columns().isEmpty() && reason.value() == null
                        ? new Shown("", "")
                        : Shown.of(reason.value(), Limits.VALUE),
                Shown.of(reason.message(), Limits.MESSAGE));
    }

    /** Of a hundred, at least a sliver. */
    static double percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.max(part == 0 ? 0 : 0.5, Math.round(10_000.0 * part / whole) / 100.0);
    }
}
