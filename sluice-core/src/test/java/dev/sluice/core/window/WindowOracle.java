package dev.sluice.core.window;

import dev.sluice.core.window.WindowWorld.Cell;
import dev.sluice.core.window.WindowWorld.Published;
import dev.sluice.core.window.WindowWorld.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where each row should be at the end, told from the order of events and the policy alone: it knows no entries, homes or
 * re-runs.
 */
final class WindowOracle {
    private final WindowWorld world;
    private final boolean byColumn;
    private final Late late;
    private final Optional<Duration> lateness;

    WindowOracle(WindowWorld world, Placement placement) {
        this.world = world;
        this.byColumn = placement.byColumn();
        this.late = placement.late();
        this.lateness = placement.lateness();
    }

    /** The rows of the inputs as they are now. */
    Set<Cell> expected() {
        Map<String, List<Row>> now = new HashMap<>();
        world.inputs.forEach((path, input) -> now.put(path, input.rows));
        return expected(now);
    }

    /** The rows of the inputs as they were when one of them was last read. */
    Set<Cell> expectedAsRead() {
        Map<String, List<Row>> last = new HashMap<>();
        world.history.forEach(run -> last.putAll(run.read()));
        return expected(last);
    }

    private Set<Cell> expected(Map<String, List<Row>> inputs) {
        Set<Cell> cells = new HashSet<>();
        inputs.forEach((path, rows) -> rows.forEach(row -> cells.add(expected(path, row))));
        return cells;
    }

    private Cell expected(String input, Row row) {
        Published brought = world.history.stream()
                .filter(run -> has(run, input, row.of()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody read " + input));
        Window by = brought.run().window();
        if (!byColumn || row.of().isEmpty()) {
            return new Cell(input, row.id(), by, byColumn, false);
        }
        Window own = row.of().get();
        boolean inTime = own.equals(by) || !brought.publishedBefore().contains(own) && has(first(own), input, row.of());
        if (inTime) {
            return new Cell(input, row.id(), own, false, false);
        }
        boolean tooLate = lateness.filter(
                        limit -> Duration.between(own.end(), by.end()).compareTo(limit) > 0)
                .isPresent();
        if (tooLate || late == Late.QUARANTINE) {
            return new Cell(input, row.id(), by, true, false);
        }
        return new Cell(input, row.id(), late == Late.NEXT ? by : own, false, late == Late.APPEND);
    }

    private Published first(Window window) {
        return world.history.stream()
                .filter(run -> run.run().window().equals(window))
                .findFirst()
                .orElseThrow();
    }

    private boolean has(Published run, String input, Optional<Window> of) {
        return run.read().getOrDefault(input, List.of()).stream()
                .anyMatch(row -> !byColumn || row.of().equals(of));
    }
}
