package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.bytes;
import static dev.sluice.core.report.text.Figures.count;
import static dev.sluice.core.report.text.Figures.millis;
import static dev.sluice.core.report.text.Figures.share;
import static dev.sluice.core.report.text.Figures.times;

import dev.sluice.api.ReasonCode;
import dev.sluice.core.report.text.Shown;
import dev.sluice.core.run.ReasonCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What looks off about a run, with its likely cause and the setting to change; the weightiest first. */
public final class Diagnosis {
    private static final double SKEWED = 3;
    private static final long LONG_TASK_MILLIS = 3000;
    private static final double MUCH_GC = 0.15;
    private static final String MEMORY = "spark.executor.memory";

    private final RunReport report;
    private final List<Finding> findings = new ArrayList<>();

    private Diagnosis(RunReport report) {
        this.report = report;
    }

    /** Empty where nothing looks off. */
    public static List<Finding> of(RunReport report) {
        Diagnosis diagnosis = new Diagnosis(report);
        diagnosis.wholeFile();
        diagnosis.formats();
        diagnosis.dominantRule();
        diagnosis.skew();
        diagnosis.memory();
        diagnosis.repeatedTasks();
        return List.copyOf(diagnosis.findings);
    }

    private long quarantined() {
        return report.result().rows().quarantined();
    }

    /** Files of which no row at all was good: their header or format differs from what the pipeline expects. */
    private void wholeFile() {
        List<FileRows> whole = report.files().stream()
                .filter(file -> file.quarantined() > 1)
                .filter(file -> file.read().orElse(-1) == file.quarantined()
                        || ReasonCode.HEADER_MISMATCH.name().equals(file.mostly()))
                .toList();
        if (whole.isEmpty()) {
            return;
        }
        long rows = whole.stream().mapToLong(FileRows::quarantined).sum();
        FileRows first = whole.get(0);
        String where = whole.size() == 1
                ? "all that " + FileNames.last(first.path()) + " holds"
                : "all that " + count(whole.size(), "file") + " hold, such as " + FileNames.last(first.path());
        findings.add(new Finding(
                count(rows) + " of the " + count(quarantined(), "quarantined row") + " are " + where
                        + ": the file as a whole does not fit, most likely its header"
                        + (first.mostly() == null ? "." : " (" + Shown.name(first.mostly(), 60) + ")."),
                "Look at its first line. Where columns only have other names, give them as aliases.",
                "source.columns.NAME.aliases"));
    }

    /** Dates and words that a little more of configuration would let pass. */
    private void formats() {
        for (ReasonCount reason : report.result().reasons()) {
            if (reason.column() == null || reason.rows() * 20 < quarantined() || findings.size() > 4) {
                continue;
            }
            String column = Shown.name(reason.column(), 60);
            switch (reason.code()) {
                case "NOT_A_DATE", "NOT_A_TIME", "NOT_A_TIMESTAMP" ->
                    findings.add(new Finding(
                            count(reason.rows(), "value") + " of " + column + " fit none of its formats"
                                    + example(reason) + ".",
                            "If such values are right, add their pattern.",
                            "target.columns." + column + ".formats"));
                case "NOT_IN_ENUM" ->
                    findings.add(new Finding(
                            count(reason.rows(), "value") + " of " + column + " are not among those allowed"
                                    + example(reason) + ".",
                            "If such values are right, add them to the list.",
                            "target.columns." + column + ".enum"));
                default -> {
                    // Nothing that a setting alone would mend.
                }
            }
        }
    }

    private String example(ReasonCount count) {
        return report.samples().stream()
                .flatMap(row -> row.reasons().stream())
                .filter(reason -> reason.isOf(count) && reason.value() != null)
                .findFirst()
                .map(reason -> ", such as “" + Shown.of(reason.value(), 40).text() + "”")
                .orElse("");
    }

    private void dominantRule() {
        long read = report.result().rows().read();
        Optional<ReasonCount> first = report.result().reasons().stream().findFirst();
        if (findings.isEmpty() && first.isPresent()) {
            ReasonCount reason = first.get();
            if (reason.rows() * 2 >= quarantined() && reason.rows() * 100 >= read) {
                findings.add(new Finding(
                        "One rule, " + Shown.name(reason.rule(), 80) + ", accounts for "
                                + share(reason.rows(), quarantined())
                                + " of the quarantined rows: either the source has"
                                + " changed, or the rule is stricter than was meant.",
                        "Look at the samples below; then mend the source or the rule.",
                        null));
            }
        }
    }

    private void skew() {
        report.stages().stream()
                .filter(stage -> stage.tasks() > 2 && stage.taskMillis().max() >= LONG_TASK_MILLIS)
                .filter(stage -> stage.taskMillis().skew() >= SKEWED)
                .max(Comparator.comparingLong(stage -> stage.taskMillis().max()))
                .ifPresent(this::skew);
    }

    private void skew(StageTiming stage) {
        String slow = "The slowest task of stage " + stage.id() + " took "
                + millis(stage.taskMillis().max()) + ", "
                + times(stage.taskMillis().skew()) + " the median";
        if (stage.taskRows().skew() >= SKEWED) {
            findings.add(new Finding(
                    slow + ", because it read " + count(stage.taskRows().max(), "row") + " and the median task "
                            + count(stage.taskRows().p50()) + ".",
                    "A compressed file cannot be split: deliver it in several parts or uncompressed.",
                    null));
        } else {
            findings.add(new Finding(
                    slow + ", though its rows were not more: the machine was busy or its disk slow.",
                    "If it happens again, look at the machine that ran it.",
                    null));
        }
    }

    private void memory() {
        long work = report.stages().stream()
                .mapToLong(stage -> stage.taskMillis().sum())
                .sum();
        long garbage = report.stages().stream().mapToLong(StageTiming::gcMillis).sum();
        long spilled =
                report.stages().stream().mapToLong(StageTiming::spilledBytes).sum();
        if (spilled > 0) {
            findings.add(new Finding(
                    bytes(spilled) + " did not fit into memory and went through the disk.",
                    "Give the executors more memory, or partition the target by fewer values.",
                    MEMORY));
        }
        if (work >= LONG_TASK_MILLIS && garbage >= work * MUCH_GC) {
            findings.add(new Finding(
                    share(garbage, work) + " of the tasks' time went into collecting garbage: memory is scarce.",
                    "Give the executors more memory, or fewer cores each.",
                    MEMORY));
        }
    }

    private void repeatedTasks() {
        long failed =
                report.stages().stream().mapToLong(StageTiming::failedTasks).sum();
        if (failed > 0) {
            findings.add(new Finding(
                    count(failed, "attempt") + " at tasks failed or "
                            + (failed == 1 ? "was" : "were")
                            + " stopped. Spark repeated them, and no row was counted twice.",
                    "The run's log tells why.",
                    null));
        }
    }
}
