package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.bytes;
import static dev.sluice.core.report.text.Figures.count;
import static dev.sluice.core.report.text.Figures.rate;
import static dev.sluice.core.report.text.Figures.seconds;
import static dev.sluice.core.report.text.Figures.share;

import dev.sluice.core.report.text.Shown;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.window.Delay;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the templates show: text that is ready to be escaped, and numbers of drawings.
 *
 * @param judged whether any row was looked at
 */
record PageView(
        String pipeline,
        String state,
        String started,
        Verdict verdict,
        List<Tile> tiles,
        Ratio ratio,
        @Nullable RunFailure failure,
        List<Finding> findings,
        GraphView graph,
        boolean judged,
        ReasonsView reasons,
        NoticesView notices,
        ChecksView checks,
        FilesView files,
        TimelineView timeline,
        List<String> warnings,
        String moreWarnings,
        List<Fact> counters,
        List<Fact> facts,
        List<NextCommands.Command> commands) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A figure. {@code style} is a class of the style sheet. */
    record Tile(String label, String figure, String detail, String style) {
        boolean isLong() {
            return figure.length() > 11;
        }
    }

    /** The parts of the rows in percent, for a bar. */
    record Ratio(double landed, double quarantined, double other, String description) {}

    /** A name and what it is. */
    record Fact(String name, String value) {}

    static PageView of(RunReport report) {
        FileNames names = FileNames.of(Stream.concat(
                        report.files().stream().map(FileRows::path),
                        report.samples().stream().map(BadRow::file))
                .toList());
        List<String> warnings = report.result().warnings();
        return new PageView(
                Shown.name(report.result().pipeline(), Limits.NAME),
                report.result().state().word().replace('_', ' '),
                TIME.format(report.facts().startedAt()),
                Verdict.of(report),
                tiles(report),
                ratio(report.result().rows()),
                failure(report.failure()),
                Diagnosis.of(report),
                GraphView.of(report.graph()),
                report.result().rows().read() > 0,
                ReasonsView.of(report, names),
                NoticesView.of(report),
                ChecksView.of(report),
                FilesView.of(report.files(), names),
                TimelineView.of(report),
                warnings.stream()
                        .limit(Limits.WARNINGS)
                        .map(line -> Shown.of(line, Limits.MESSAGE).text())
                        .toList(),
                ReasonsView.more((long) warnings.size() - Limits.WARNINGS, "warning"),
                counters(report.result()),
                facts(report),
                NextCommands.of(report));
    }

    private static List<Tile> tiles(RunReport report) {
        RowCounts rows = report.result().rows();
        double seconds = report.result().seconds();
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile("Read", count(rows.read()), "records", "plain"));
        tiles.add(new Tile(
                "Landed",
                count(rows.landed()),
                share(rows.landed(), rows.read()),
                rows.landed() > 0 ? "landed" : "plain"));
        long mended = report.result().mended().rows();
        if (mended > 0) {
            tiles.add(new Tile("Mended", count(mended), share(mended, rows.read()) + ", landed", "landed"));
        }
        tiles.add(new Tile(
                "Quarantined",
                count(rows.quarantined()),
                share(rows.quarantined(), rows.read()),
                rows.quarantined() > 0 ? "bad" : "plain"));
        if (rows.filtered() > 0) {
            tiles.add(new Tile("Filtered", count(rows.filtered()), share(rows.filtered(), rows.read()), "plain"));
        }
        if (rows.deferred() > 0) {
            tiles.add(new Tile("Deferred", count(rows.deferred()), share(rows.deferred(), rows.read()), "plain"));
        }
        long late = report.result().late().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        if (late > 0) {
            tiles.add(new Tile("Late", count(late), byDelay(report.result().late()), "plain"));
        }
        tiles.add(new Tile(
                "Files", count(report.facts().files()), bytes(report.facts().bytes()), "plain"));
        tiles.add(new Tile("Time", seconds(seconds), rate(rows.read(), seconds) + " rows/s", "plain"));
        return tiles;
    }

    private static String byDelay(Map<Delay, Long> late) {
        return new TreeMap<>(late)
                .entrySet().stream()
                        .map(rows -> count(rows.getValue()) + " by "
                                + (rows.getKey() == Delay.MORE
                                        ? "more"
                                        : "up to " + rows.getKey().word()))
                        .collect(Collectors.joining(", "));
    }

    private static Ratio ratio(RowCounts rows) {
        double landed = ReasonsView.percent(rows.landed(), rows.read());
        double quarantined = ReasonsView.percent(rows.quarantined(), rows.read());
        landed = Math.min(landed, 100 - quarantined);
        return new Ratio(
                landed,
                quarantined,
                Math.max(0, 100 - landed - quarantined),
                share(rows.landed(), rows.read()) + " landed, " + share(rows.quarantined(), rows.read())
                        + " quarantined");
    }

    private static @Nullable RunFailure failure(@Nullable RunFailure failure) {
        return failure == null
                ? null
                : new RunFailure(
                        Shown.name(failure.code(), Limits.NAME),
                        Shown.of(failure.message(), Limits.FAILURE).text(),
                        Shown.of(failure.advice(), Limits.MESSAGE).text(),
                        failure.log() == null ? null : Shown.name(failure.log(), Limits.MESSAGE));
    }

    private static List<Fact> counters(RunResult result) {
        Stream<Fact> mended = result.mended().fixes().stream()
                .map(fix -> new Fact(Shown.name(fix.rule() + ": mended cells", Limits.NAME), count(fix.cells())));
        Stream<Fact> counted = result.counters().stream()
                .map(total ->
                        new Fact(Shown.name(total.step() + ": " + total.counter(), Limits.NAME), count(total.count())));
        return Stream.concat(mended, counted).limit(Limits.COUNTERS).toList();
    }

    private static List<Fact> facts(RunReport report) {
        RunFacts facts = report.facts();
        List<Fact> lines = new ArrayList<>();
        lines.add(new Fact("Run", report.result().runId()));
        lines.add(new Fact(
                "Batch",
                report.result().batchId() == null ? "none" : report.result().batchId()));
        lines.add(new Fact("Target", facts.target()));
        lines.add(new Fact("Target snapshot", number(report.result().snapshot())));
        lines.add(new Fact("Quarantine", facts.quarantine()));
        lines.add(new Fact("Quarantine snapshot", number(facts.quarantineSnapshot())));
        report.result()
                .deliveries()
                .forEach(delivery -> lines.add(new Fact(
                        "Sink " + delivery.sink(),
                        delivery.failure() == null
                                ? "%s, %s rows, snapshot %s"
                                        .formatted(
                                                delivery.outcome().word().replace('_', ' '),
                                                count(delivery.rows()),
                                                number(delivery.snapshot()))
                                : "not delivered: " + delivery.failure().message())));
        lines.add(new Fact("Project", facts.project()));
        lines.add(new Fact("Environment", facts.environment().orElse("default")));
        lines.add(new Fact("Pipeline fingerprint", facts.fingerprint()));
        lines.add(new Fact("Spark master", facts.master()));
        for (Map.Entry<String, String> version : facts.versions().entrySet()) {
            lines.add(new Fact(version.getKey(), version.getValue()));
        }
        return lines.stream()
                .limit(30)
                .map(fact -> new Fact(Shown.name(fact.name(), 40), Shown.name(fact.value(), Limits.NAME)))
                .toList();
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "none";
    }
}
