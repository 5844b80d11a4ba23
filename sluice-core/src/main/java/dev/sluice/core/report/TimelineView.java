package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.bytes;
import static dev.sluice.core.report.text.Figures.count;
import static dev.sluice.core.report.text.Figures.millis;
import static dev.sluice.core.report.text.Figures.share;
import static dev.sluice.core.report.text.Figures.times;

import dev.sluice.core.report.text.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * When things happened, and how the tasks of each stage spread.
 *
 * @param end the time at the right end of the lanes
 */
record TimelineView(List<Lane> lanes, String end, List<Stage> stages, String more) {
    /** A bar of the timeline, in hundredths of its width. {@code style}: {@code phase} or {@code stage}. */
    record Lane(String name, String from, String took, double x, double width, String style) {}

    /** A stage; the spread is in hundredths of the longest task. */
    record Stage(
            String name,
            String tasks,
            String p50,
            String p95,
            String max,
            String skew,
            boolean skewed,
            Spread spread,
            String rows,
            String shuffle,
            String spill,
            String gc) {}

    /** The marks of a distribution from 0 to 100. */
    record Spread(double min, double p25, double p50, double p75, double p95, double max) {
        double box() {
            return Math.max(1, p75 - p25);
        }

        double line() {
            return Math.max(1, max - min);
        }
    }

    static TimelineView of(RunReport report) {
        long end = Math.max(
                1,
                LongStream.concat(
                                report.phases().stream().mapToLong(Phase::endMillis),
                                report.stages().stream().mapToLong(StageTiming::endMillis))
                        .max()
                        .orElse(1));
        record Timed(long from, Lane lane) {}
        Stream<Timed> phases = report.phases().stream()
                .limit(Limits.PHASES)
                .map(phase -> new Timed(
                        phase.startMillis(), lane(phase.name(), phase.startMillis(), phase.endMillis(), end, "phase")));
        Stream<Timed> spark = report.stages().stream()
                .limit(Limits.STAGES)
                .map(stage -> new Timed(
                        stage.startMillis(),
                        lane("stage " + stage.id(), stage.startMillis(), stage.endMillis(), end, "stage")));
        List<Lane> lanes = new ArrayList<>(Stream.concat(phases, spark)
                .sorted(Comparator.comparingLong(Timed::from))
                .map(Timed::lane)
                .toList());
        List<Stage> stages = report.stages().stream()
                .limit(Limits.STAGES)
                .map(TimelineView::stage)
                .toList();
        int rest = report.stages().size()
                - stages.size()
                + Math.max(0, report.phases().size() - Limits.PHASES);
        return new TimelineView(lanes, millis(end), stages, ReasonsView.more(rest, "lane"));
    }

    private static Lane lane(String name, long from, long to, long end, String style) {
        double width = Math.max(0.4, hundredths(to - from, end));
        double x = Math.min(hundredths(from, end), 100 - width);
        return new Lane(Shown.name(name, Limits.NAME), "after " + millis(from), millis(to - from), x, width, style);
    }

    private static Stage stage(StageTiming stage) {
        Distribution time = stage.taskMillis();
        Distribution rows = stage.taskRows();
        return new Stage(
                stage.id() + " " + Shown.name(stage.name(), 60),
                count(stage.tasks()) + (stage.failedTasks() > 0 ? " + " + count(stage.failedTasks()) + " failed" : ""),
                millis(time.p50()),
                millis(time.p95()),
                millis(time.max()),
                times(time.skew()),
                time.skew() >= 3 && stage.tasks() > 2,
                new Spread(
                        hundredths(time.min(), time.max()),
                        hundredths(time.p25(), time.max()),
                        hundredths(time.p50(), time.max()),
                        hundredths(time.p75(), time.max()),
                        hundredths(time.p95(), time.max()),
                        time.max() == 0 ? 0 : 100),
                rows.count() == 0 ? "–" : count(rows.p50()) + " / " + count(rows.max()),
                stage.shuffleReadBytes() + stage.shuffleWriteBytes() == 0
                        ? "none"
                        : bytes(stage.shuffleReadBytes()) + " / " + bytes(stage.shuffleWriteBytes()),
                stage.spilledBytes() == 0 ? "none" : bytes(stage.spilledBytes()),
                stage.gcMillis() == 0
                        ? "none"
                        : millis(stage.gcMillis()) + " (" + share(stage.gcMillis(), time.sum()) + ")");
    }

    private static double hundredths(long part, long whole) {
        return whole <= 0 ? 0 : Math.round(10_000.0 * part / whole) / 100.0;
    }
}
