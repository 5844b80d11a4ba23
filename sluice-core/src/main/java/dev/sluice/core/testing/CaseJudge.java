package dev.sluice.core.testing;

import dev.sluice.core.run.RunState;
import dev.sluice.core.testing.Mismatch.Cell;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds what a run did against what a case expects. */
public final class CaseJudge {
    private final Expectation then;
    private final Outcome outcome;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private CaseJudge(Expectation then, Outcome outcome) {
        this.then = then;
        this.outcome = outcome;
    }

    /** All that is otherwise; empty if nothing is. */
    public static List<Mismatch> judge(Expectation then, Outcome outcome) {
        CaseJudge judge = new CaseJudge(then, outcome);
        judge.figures();
        judge.landed();
        judge.quarantined();
        return judge.mismatches;
    }

    private void figures() {
        List<Cell> cells = new ArrayList<>();
        then.error().ifPresent(code -> cells.add(new Cell("error", code, "none")));
        RunState expected = then.state()
                .orElse(
                        then.error().isEmpty()
                                ? RunState.PUBLISHED
                                : outcome.result().state());
        cells.add(new Cell("state", expected.word(), outcome.result().state().word()));
        then.read()
                .ifPresent(rows ->
                        cells.add(figure("read", rows, outcome.result().rows().read())));
        then.landed()
                .flatMap(ExpectedRows::count)
                .ifPresent(rows ->
                        cells.add(figure("landed", rows, outcome.landed().size())));
        then.quarantined()
                .flatMap(ExpectedRows::count)
                .ifPresent(rows ->
                        cells.add(figure("quarantined", rows, outcome.bad().size())));
        then.notices().forEach((rule, rows) -> cells.add(figure("notices of " + rule, rows, notices(rule))));
        if (cells.stream().anyMatch(Cell::differs)) {
            mismatches.add(new Mismatch("figures differ", cells));
        }
    }

    private long notices(String rule) {
        return outcome.result().notices().stream()
                .filter(notice -> notice.rule().equals(rule))
                .mapToLong(notice -> notice.rows())
                .sum();
    }

    private static Cell figure(String name, long expected, long actual) {
        return new Cell(name, Long.toString(expected), Long.toString(actual));
    }

    private void landed() {
        ExpectedRows<MapTree> expected = then.landed().orElse(null);
        if (expected == null) {
            return;
        }
        RowPairs<MapTree, Map<String, @Nullable Object>> pairs = RowPairs.of(
                expected.rows(),
                outcome.landed(),
                CaseJudge::faults,
                row -> row.entries().size());
        pairs.pairs()
                .forEach(pair ->
                        mismatches.add(new Mismatch("landed: a row differs", cells(pair.expected(), pair.actual()))));
        pairs.missing().forEach(row -> mismatches.add(new Mismatch("landed: a row is missing", expectedOnly(row))));
        if (expected.all()) {
            pairs.extra()
                    .forEach(row -> mismatches.add(new Mismatch("landed: a row was not expected", actualOnly(row))));
        }
    }

    private static int faults(MapTree expected, Map<String, @Nullable Object> actual) {
        return (int) expected.entries().values().stream()
                .filter(entry -> !ValueMatch.matches(entry.value(), actual.get(entry.key())))
                .count();
    }

    private static List<Cell> cells(MapTree expected, Map<String, @Nullable Object> actual) {
        List<Cell> cells = new ArrayList<>();
        for (Entry entry : expected.entries().values()) {
            Object found = actual.get(entry.key());
            String text = ValueText.of(entry.value());
            // What means the same is shown in the same words.
            cells.add(
                    new Cell(entry.key(), text, ValueMatch.matches(entry.value(), found) ? text : ValueText.of(found)));
        }
        return cells;
    }

    private static List<Cell> expectedOnly(MapTree row) {
        return row.entries().values().stream()
                .map(entry -> new Cell(entry.key(), ValueText.of(entry.value()), ""))
                .toList();
    }

    private static List<Cell> actualOnly(Map<String, @Nullable Object> row) {
        List<Cell> cells = new ArrayList<>();
        row.forEach((name, value) -> cells.add(new Cell(name, "", ValueText.of(value))));
        return cells;
    }

    private void quarantined() {
        ExpectedRows<ExpectedBadRow> expected = then.quarantined().orElse(null);
        if (expected == null) {
            return;
        }
        RowPairs<ExpectedBadRow, FoundBadRow> pairs = RowPairs.of(
                expected.rows(),
                outcome.bad(),
                CaseJudge::faults,
                want -> BadRowCells.expected(want).size());
        pairs.pairs()
                .forEach(pair -> mismatches.add(new Mismatch(
                        "quarantined: %s differs".formatted(place(pair.actual())),
                        BadRowCells.of(pair.expected(), pair.actual()))));
        pairs.missing()
                .forEach(row ->
                        mismatches.add(new Mismatch("quarantined: a row is missing", BadRowCells.expected(row))));
        if (expected.all()) {
            pairs.extra()
                    .forEach(row -> mismatches.add(new Mismatch(
                            "quarantined: %s was not expected".formatted(place(row)), BadRowCells.found(row))));
        }
    }

    /** A row of the number that was asked for is the one that was meant, whatever else is wrong. */
    private static int faults(ExpectedBadRow expected, FoundBadRow found) {
        int faults = (int)
                BadRowCells.of(expected, found).stream().filter(Cell::differs).count();
        boolean meant =
                expected.record().filter(number -> number == found.record()).isPresent()
                        && expected.file().map(found.file()::equals).orElse(true);
        return meant ? Math.min(faults, 1) : faults;
    }

    private static String place(FoundBadRow row) {
        return "record %d of %s".formatted(row.record(), row.file());
    }

    /** Of a run that failed: nothing if the case expects that. */
    public static Optional<Mismatch> failed(Expectation then, String code) {
        return then.error()
                .filter(expected -> !expected.equals(code))
                .map(expected -> new Mismatch("the run failed otherwise", List.of(new Cell("error", expected, code))));
    }
}
