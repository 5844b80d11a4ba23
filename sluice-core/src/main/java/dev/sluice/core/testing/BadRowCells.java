package dev.sluice.core.testing;

import dev.sluice.core.testing.Mismatch.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A quarantined row, part by part. */
final class BadRowCells {
    private BadRowCells() {}

    static List<Cell> of(ExpectedBadRow expected, FoundBadRow found) {
        List<Cell> cells = new ArrayList<>();
        expected.record()
                .ifPresent(
                        number -> cells.add(new Cell("record", Long.toString(number), Long.toString(found.record()))));
        expected.file().ifPresent(name -> cells.add(new Cell("file", name, found.file())));
        expected.raw()
                .ifPresent(text ->
                        cells.add(new Cell("raw", ValueText.of((Object) text), ValueText.of((Object) found.raw()))));
        expected.input().forEach((column, value) -> {
            Object actual = found.input().get(column);
            String text = ValueText.of(value);
            cells.add(new Cell(column, text, ValueMatch.matches(value, actual) ? text : ValueText.of(actual)));
        });
        expected.reasons().ifPresent(reasons -> cells.addAll(reasons(reasons, found.reasons())));
        return cells;
    }

    /** Reasons that fit one another stand in one line. */
    private static List<Cell> reasons(List<ExpectedReason> expected, List<FoundReason> found) {
        List<Cell> cells = new ArrayList<>();
        List<FoundReason> left = new ArrayList<>(found);
        List<ExpectedReason> missing = new ArrayList<>();
        for (ExpectedReason want : expected) {
            FoundReason fitting = left.stream().filter(want::fits).findFirst().orElse(null);
            if (fitting == null) {
                missing.add(want);
            } else {
                left.remove(fitting);
                cells.add(new Cell("reason", want.toString(), want.toString()));
            }
        }
        for (ExpectedReason want : missing) {
            String actual = left.isEmpty() ? "" : left.remove(0).toString();
            cells.add(new Cell("reason", want.toString(), actual));
        }
        left.forEach(extra -> cells.add(new Cell("reason", "", extra.toString())));
        return cells;
    }

    static List<Cell> expected(ExpectedBadRow row) {
        List<Cell> cells = new ArrayList<>();
        row.record().ifPresent(number -> cells.add(new Cell("record", Long.toString(number), "")));
        row.file().ifPresent(name -> cells.add(new Cell("file", name, "")));
        row.raw().ifPresent(text -> cells.add(new Cell("raw", ValueText.of((Object) text), "")));
        row.input().forEach((column, value) -> cells.add(new Cell(column, ValueText.of(value), "")));
        row.reasons()
                .ifPresent(reasons -> reasons.forEach(reason -> cells.add(new Cell("reason", reason.toString(), ""))));
        return cells;
    }

    static List<Cell> found(FoundBadRow row) {
        List<Cell> cells = new ArrayList<>();
        if (row.raw() != null) {
            cells.add(new Cell("raw", "", ValueText.of((Object) row.raw())));
        } else {
            cells.add(new Cell(
                    "input",
                    "",
                    row.input().entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + ValueText.of(entry.getValue()))
                            .collect(Collectors.joining(", "))));
        }
        row.reasons().forEach(reason -> cells.add(new Cell("reason", "", reason.toString())));
        return cells;
    }
}
