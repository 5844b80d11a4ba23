package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.type.ColumnType.Primitive;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a pipeline.
 *
 * @param schedule which windows there are, and when they are due
 * @param column the target's column that tells a row's window; empty if all rows of a run belong to its window
 * @param lateness how long after its window's end a row may come, measured to the end of the window that brings it; empty
 *     for any time
 * @param late what becomes of rows of a window that has been published
 * @param starts the first window; empty if nothing before the first run is missed
 * @param mark the column added to the target that tells in which window a row landed
 * @param lateColumn the column added to the target that marks late rows, with {@link Late#APPEND}
 */
public record WindowSpec(
        Schedule schedule,
        Optional<String> column,
        @Nullable Location columnAt,
        Optional<Duration> lateness,
        Late late,
        Optional<Window> starts,
        Optional<Watermark> watermark,
        Mark mark,
        String lateColumn,
        @Nullable Location location) {
    public WindowSpec {
        requireNonNull(schedule, "schedule");
        requireNonNull(column, "column");
        requireNonNull(lateness, "lateness");
        requireNonNull(late, "late");
        requireNonNull(starts, "starts");
        requireNonNull(watermark, "watermark");
        requireNonNull(mark, "mark");
        requireNonNull(lateColumn, "lateColumn");
    }

    /**
     * A column of the target that tells a row's window.
     *
     * @param end whether it holds the window's end; else its start
     */
    public record Mark(String column, boolean end) {
        public Mark {
            requireNonNull(column, "column");
        }

        /** What it holds for rows of a window. */
        public Instant of(Window window) {
            return end ? window.end() : window.start();
        }

        /** The key that names it. */
        public String key() {
            return (end ? Keys.END_COLUMN : Keys.START_COLUMN).name();
        }
    }

    /** Decides where rows have their place. */
    public Placement placement() {
        return new Placement(schedule.grid(), column.isPresent(), late, lateness);
    }

    /** @throws SluiceException {@code WINDOW_OFF_GRID} if the pipeline has no such window, as where one of earlier bounds is to be settled */
    public void require(Window window) {
        Grid grid = schedule.grid();
        if (!grid.has(window)) {
            throw new SluiceException(Problem.of(
                            ErrorCode.WINDOW_OFF_GRID,
                            "Cannot run %s: it is no window of %s any more".formatted(grid.text(window), grid.every()))
                    .withHint("set 'window.every' and the zone back to run it"));
        }
    }

    /**
     * What a window lacks to be complete.
     *
     * @param progress how far the watermark's column has come; empty if nothing of it was seen
     * @param exists whether a marker is there, by its path
     * @return in words; empty if it is complete, or the pipeline has no watermark
     */
    public Optional<String> awaited(Window window, Optional<Instant> progress, Predicate<String> exists) {
        if (watermark.isEmpty()) {
            return Optional.empty();
        }
        Grid grid = schedule.grid();
        if (watermark.get() instanceof Watermark.Marker marker) {
            String file = new WindowValues(window, grid.zone()).of(marker.file());
            return exists.test(file) ? Optional.empty() : Optional.of("it waits for its marker, " + file);
        }
        Watermark.Progress column = (Watermark.Progress) watermark.get();
        Instant due = grid.after(window.end(), column.delay());
        if (progress.filter(seen -> !seen.isBefore(due)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("it waits until column %s reaches %s; %s"
                .formatted(
                        column.column(),
                        grid.text(due),
                        progress.map(seen -> "it has come to " + grid.text(seen))
                                .orElse("nothing of it was seen yet")));
    }

    /** The columns that the target has beside those that it declares. */
    public List<TargetColumn> addedColumns() {
        List<TargetColumn> added = new ArrayList<>();
        added.add(new TargetColumn(
                mark.column(),
                Primitive.TIMESTAMPTZ,
                true,
                List.of(),
                null,
                "the %s of the window in which the row landed".formatted(mark.end() ? "end" : "start"),
                location));
        if (late == Late.APPEND) {
            added.add(new TargetColumn(
                    lateColumn,
                    Primitive.BOOLEAN,
                    false,
                    List.of(),
                    null,
                    "whether the row came after its window was published",
                    location));
        }
        return added;
    }
}
