package dev.sluice.core.spec;

import static dev.sluice.api.ErrorCode.CONFLICTING_KEYS;
import static dev.sluice.api.ErrorCode.DUPLICATE_COLUMN;
import static dev.sluice.api.ErrorCode.INVALID_WINDOW_LENGTH;

import dev.sluice.api.Location;
import dev.sluice.api.Option;
import dev.sluice.api.SluiceException;
import dev.sluice.core.spec.Watermark.Marker;
import dev.sluice.core.spec.Watermark.Progress;
import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.Schedule;
import dev.sluice.core.window.TimeText;
import dev.sluice.core.window.Window;
import dev.sluice.core.yaml.Problems;
import dev.sluice.core.yaml.Tree.Entry;
import dev.sluice.core.yaml.Tree.MapTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code window:}. */
final class WindowReader {
    /** Keys that say something of rows of other windows, which only a column can tell. */
    private static final List<Option<?>> OF_COLUMN = List.of(Keys.LATENESS, Keys.LATE, Keys.LATE_COLUMN);

    private final Problems problems;
    private final OptionReader options;
    private final Names names;
    private final Path folder;

    /** @param folder of the project, absolute */
    WindowReader(Problems problems, Path folder) {
        this.problems = problems;
        this.options = new OptionReader(problems);
        this.names = new Names(problems);
        this.folder = folder;
    }

    /** The windows; nothing if their length could not be read. @param zone the pipeline's */
    Optional<WindowSpec> read(Entry entry, ZoneId zone) {
        MapTree map = options.map(entry.value(), Keys.WINDOW.title()).orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        options.refuseUnknown(map, Keys.WINDOW.title(), Keys.WINDOW.names());
        SectionOptions values = options.read(map, Keys.WINDOW.title(), Keys.WINDOW.options(), entry.keyLocation());
        if (values.find(Keys.WINDOW_COLUMN).isEmpty() && !map.entries().containsKey(Keys.WINDOW_COLUMN.name())) {
            OF_COLUMN.forEach(option -> needsColumn(option, values));
        }
        checkNames(values);
        Optional<Watermark> watermark = map.find(Keys.WATERMARK.title()).flatMap(section -> watermark(section));
        Optional<Every> every = values.find(Keys.EVERY).flatMap(text -> every(text, values.location(Keys.EVERY)));
        if (every.isEmpty()) {
            return Optional.empty();
        }
        Grid grid = new Grid(every.get(), values.find(Keys.WINDOW_ZONE).orElse(zone));
        return Optional.of(new WindowSpec(
                new Schedule(grid, values.get(Keys.BUFFER)),
                values.find(Keys.WINDOW_COLUMN),
                values.location(Keys.WINDOW_COLUMN),
                values.find(Keys.LATENESS),
                values.get(Keys.LATE),
                values.find(Keys.STARTS).flatMap(text -> starts(text, grid, values.location(Keys.STARTS))),
                watermark,
                mark(values),
                values.get(Keys.LATE_COLUMN),
                entry.keyLocation()));
    }

    private WindowSpec.Mark mark(SectionOptions values) {
        String end = values.find(Keys.END_COLUMN).orElse(null);
        if (end == null) {
            return new WindowSpec.Mark(values.get(Keys.START_COLUMN), false);
        }
        for (Option<String> other : List.of(Keys.WINDOW_COLUMN, Keys.START_COLUMN)) {
            if (values.location(other) != null) {
                problems.add(
                        values.location(Keys.END_COLUMN),
                        CONFLICTING_KEYS,
                        "window.endColumn cannot be used with window.%s".formatted(other.name()),
                        "remove one of them");
            }
        }
        return new WindowSpec.Mark(end, true);
    }

    private Optional<Every> every(String text, @Nullable Location at) {
        Optional<Every> every = Every.parse(text);
        if (every.isEmpty()) {
            problems.add(at, INVALID_WINDOW_LENGTH, "window.every is '%s'".formatted(text));
        }
        return every;
    }

    private Optional<Window> starts(String text, Grid grid, @Nullable Location at) {
        try {
            return Optional.of(TimeText.window(text, grid));
        } catch (SluiceException e) {
            e.problems().forEach(problem -> problems.add(at, problem.code(), problem.message(), problem.hint()));
            return Optional.empty();
        }
    }

    private void needsColumn(Option<?> option, SectionOptions values) {
        Location at = values.location(option);
        if (at != null) {
            problems.add(
                    at,
                    CONFLICTING_KEYS,
                    "window.%s says nothing without window.column".formatted(option.name()),
                    "name the column that tells a row's window, or remove '%s'".formatted(option.name()));
        }
    }

    private void checkNames(SectionOptions values) {
        for (Option<String> option : List.of(Keys.START_COLUMN, Keys.LATE_COLUMN)) {
            String name = values.get(option);
            Location at = values.location(option);
            if (names.isColumn(name, at)) {
                names.refuseMetadata(name, at, option.whenUnset().orElseThrow());
            }
        }
        values.find(Keys.END_COLUMN)
                .filter(name -> names.isColumn(name, values.location(Keys.END_COLUMN)))
                .ifPresent(name -> names.refuseMetadata(name, values.location(Keys.END_COLUMN), "window_end"));
        if (values.get(Keys.START_COLUMN).equalsIgnoreCase(values.get(Keys.LATE_COLUMN))
                && values.find(Keys.LATE).filter(Late.APPEND::equals).isPresent()) {
            Location at = values.location(Keys.LATE_COLUMN);
            problems.add(
                    at == null ? values.location(Keys.START_COLUMN) : at,
                    DUPLICATE_COLUMN,
                    "the columns of a window's start and of late rows have the same name");
        }
    }

    private Optional<Watermark> watermark(Entry entry) {
        String title = "window." + Keys.WATERMARK.title();
        MapTree map = options.map(entry.value(), title).orElse(null);
        if (map == null) {
            return Optional.empty();
        }
        options.refuseUnknown(map, title, Keys.WATERMARK.names());
        SectionOptions values = options.read(map, title, Keys.WATERMARK.options(), entry.keyLocation());
        Optional<String> column = values.find(Keys.WATERMARK_COLUMN);
        Optional<String> marker = values.find(Keys.MARKER);
        if (column.isPresent() == marker.isPresent()) {
            problems.add(
                    column.isPresent() ? values.location(Keys.MARKER) : entry.keyLocation(),
                    CONFLICTING_KEYS,
                    title
                            + (column.isPresent()
                                    ? " has both 'column' and 'marker'"
                                    : " has no 'column' and no 'marker'"),
                    "write one of the two");
            return Optional.empty();
        }
        if (marker.isPresent() && values.location(Keys.DELAY) != null) {
            problems.add(
                    values.location(Keys.DELAY),
                    CONFLICTING_KEYS,
                    title + ".delay says nothing about a marker",
                    "remove it; 'window.buffer' puts runs off");
        }
        return marker.isPresent()
                ? marker.map(file -> new Marker(SourceReader.absolute(file, folder)))
                : column.map(name -> new Progress(
                        name, values.find(Keys.DELAY).orElse(Duration.ZERO), values.location(Keys.WATERMARK_COLUMN)));
    }
}
