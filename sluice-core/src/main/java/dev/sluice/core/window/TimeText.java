package dev.sluice.core.window;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Times and windows as users write them. */
public final class TimeText {
    // Years of four digits: what is beyond is a slip of the keyboard, and no clock or table need bear it.
    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

    private TimeText() {}

    /**
     * Reads {@code 2026-03-29} (the start of that day), {@code 2026-03-29T04:00} or {@code 2026-03-29T04:00+02:00}.
     *
     * @param zone of times without an offset
     * @throws SluiceException {@code INVALID_TIME}, or {@code AMBIGUOUS_TIME} for a local time that does not exist or comes
     *     twice
     */
    public static Instant time(String text, ZoneId zone) {
        String form = text.strip().replace(' ', 'T');
        return attempt(() -> LocalDate.parse(form).atStartOfDay(zone).toInstant())
                .or(() -> attempt(() -> OffsetDateTime.parse(form).toInstant()))
                .or(() -> attempt(() -> LocalDateTime.parse(form)).map(local -> instant(local, zone)))
                .filter(time -> !time.isBefore(FIRST) && time.isBefore(LAST))
                .orElseThrow(() ->
                        new SluiceException(ErrorCode.INVALID_TIME, "Cannot read '%s' as a time".formatted(text)));
    }

    /**
     * Reads {@code A/B}, or {@code A} for the window that starts there.
     *
     * @throws SluiceException as {@link #time}; {@code WINDOW_REVERSED}; {@code WINDOW_OFF_GRID} if it is not exactly one
     *     window of the grid
     */
    public static Window window(String text, Grid grid) {
        int slash = text.indexOf('/');
        if (slash != text.lastIndexOf('/')) {
            throw new SluiceException(
                    ErrorCode.INVALID_TIME,
                    "Cannot read '%s' as a window: it is of more than two times".formatted(text));
        }
        Instant start = time(slash < 0 ? text : text.substring(0, slash), grid.zone());
        Window found = grid.containing(start);
        if (slash < 0) {
            return found.start().equals(start) ? found : off(text, "no window starts there", grid, found);
        }
        Instant end = time(text.substring(slash + 1), grid.zone());
        if (!start.isBefore(end)) {
            throw new SluiceException(
                    ErrorCode.WINDOW_REVERSED,
                    "Cannot take '%s' as a window: it ends at %s, and begins at %s"
                            .formatted(text, grid.text(end), grid.text(start)));
        }
        boolean several =
                found.start().equals(start) && grid.containing(end).start().equals(end);
        return found.equals(new Window(start, end))
                ? found
                : off(text, several ? "it is several windows" : "it is not one window", grid, found);
    }

    private static Window off(String text, String why, Grid grid, Window nearest) {
        throw new SluiceException(Problem.of(
                        ErrorCode.WINDOW_OFF_GRID,
                        "Cannot take '%s' as a window of %s: %s".formatted(text, grid.every(), why))
                .withHint("windows there are %s and %s".formatted(grid.text(nearest), grid.text(grid.next(nearest)))));
    }

    private static Instant instant(LocalDateTime local, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() == 1) {
            return local.toInstant(offsets.get(0));
        }
        boolean skipped = offsets.isEmpty();
        var transition = zone.getRules().getTransition(local);
        throw new SluiceException(Problem.of(
                        ErrorCode.AMBIGUOUS_TIME,
                        "Cannot tell which time %s is: the clocks of %s %s"
                                .formatted(local, zone, skipped ? "skip it" : "show it twice"))
                .withHint("write %s or %s"
                        .formatted(
                                local.atOffset(transition.getOffsetBefore()),
                                local.atOffset(transition.getOffsetAfter()))));
    }

    private static <T> Optional<T> attempt(Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
