package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Window;
import dev.sluice.core.window.WindowReference;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a source says of its window: patterns of files, or a query. Where no column tells the window of a row, these texts alone
 * keep windows apart: two that are alike would read the same rows.
 */
public final class WindowTexts {
    /** A Monday at the beginning of a year and a month. */
    private static final Instant SAMPLE = Instant.parse("2024-01-01T00:00:00Z");

    private WindowTexts() {}

    /**
     * Two windows for which a text is the same.
     *
     * @param text as it is for both
     */
    public record Alike(String text, Window one, Window other) {
        public Alike {
            requireNonNull(text, "text");
            requireNonNull(one, "one");
            requireNonNull(other, "other");
        }
    }

    /** Windows that are alike because a pattern is coarser than the grid. Where clocks are set back is left to {@link #require}. */
    public static Optional<Alike> coarse(PipelineSpec pipeline) {
        if (texts(pipeline).isEmpty()) {
            return Optional.empty();
        }
        Every every = pipeline.window().orElseThrow().schedule().grid().every();
        Grid grid = new Grid(every, ZoneOffset.UTC);
        List<Window> some = Stream.iterate(grid.containing(SAMPLE), grid::next)
                .limit(samples(every))
                .toList();
        return alike(pipeline, some, ZoneOffset.UTC);
    }

    /**
     * So many windows as a pattern of the next larger unit keeps apart: hours of a day, days of a month. Of several days, more:
     * those of 30 days fall into one month only every few years.
     */
    private static int samples(Every every) {
        return switch (every.unit()) {
            case HOURS -> 24 / every.count();
            case DAYS -> every.count() == 1 ? 28 : 64;
            case WEEKS -> 13;
            case MONTHS -> Math.max(3, 12 / every.count());
        };
    }

    /** @throws SluiceException {@code WINDOWS_ALIKE} if a text is the same for the window before or behind this one */
    public static void require(PipelineSpec pipeline, Window window) {
        if (texts(pipeline).isEmpty()) {
            return;
        }
        Grid grid = pipeline.window().orElseThrow().schedule().grid();
        requireClear(pipeline, window, grid);
        alike(pipeline, List.of(grid.previous(window), window, grid.next(window)), grid.zone())
                .ifPresent(found -> {
                    throw new SluiceException(
                            Problem.of(
                                            ErrorCode.WINDOWS_ALIKE,
                                            "Cannot run window %s of pipeline %s: for %s and %s alike, source is '%s'"
                                                    .formatted(
                                                            grid.text(window),
                                                            pipeline.name(),
                                                            grid.text(found.one()),
                                                            grid.text(found.other()),
                                                            found.text()))
                                    .withHint(
                                            "add a letter for the offset to the pattern, such as yyyy-MM-dd-HHX; or set 'window.zone: UTC'"));
                });
    }

    /**
     * Of two instants PostgreSQL takes a local time for the later one: a window that ends there would read into the next, and what
     * changes there after it has run would be in no window. Spark takes the earlier one, and loses nothing.
     */
    private static void requireClear(PipelineSpec pipeline, Window window, Grid grid) {
        pipeline.source()
                .tables()
                .filter(TableRows.Database.class::isInstance)
                .flatMap(TableRows::query)
                .flatMap(text -> WindowReference.ambiguous(text, window, grid.zone()))
                .ifPresent(local -> {
                    throw new SluiceException(Problem.of(
                                    ErrorCode.WINDOWS_ALIKE,
                                    "Cannot run window %s of pipeline %s: its query says %s, which is two times in %s, where the clock is set back"
                                            .formatted(grid.text(window), pipeline.name(), local, grid.zone()))
                            .withHint("add the offset to the pattern, as in ${window.start:yyyy-MM-dd HH:mmXXX}"));
                });
    }

    private static Optional<Alike> alike(PipelineSpec pipeline, List<Window> windows, ZoneId zone) {
        for (String text : texts(pipeline)) {
            Map<String, Window> found = new HashMap<>();
            for (Window window : windows) {
                String resolved = WindowReference.resolve(text, window, zone);
                Window other = found.put(resolved, window);
                if (other != null) {
                    return Optional.of(new Alike(resolved, other, window));
                }
            }
        }
        return Optional.empty();
    }

    /** None where a column tells the window of a row. */
    private static List<String> texts(PipelineSpec pipeline) {
        if (pipeline.window().filter(windows -> windows.column().isEmpty()).isEmpty()) {
            return List.of();
        }
        Stream<String> query = pipeline.source().tables().flatMap(TableRows::query).stream();
        return Stream.concat(pipeline.source().files().stream(), query)
                .filter(WindowReference::isResolvable)
                .toList();
    }
}
