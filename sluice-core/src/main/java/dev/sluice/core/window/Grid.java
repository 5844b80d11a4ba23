package dev.sluice.core.window;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All windows of a pipeline: each instant lies in exactly one of them.
 *
 * <p>Windows of days, weeks and months begin where a local date begins: days are counted from 1970-01-01, weeks from
 * Monday 1970-01-05, months from January 1970. Windows of hours begin at hours of the local clock, counted anew each day.
 * Where the clock is set forward, a boundary that does not exist moves to the end of the gap; where it is set back, a
 * boundary that comes twice counts each time if windows have one hour, else the first time. Boundaries that fall together
 * are one: a skipped hour, or a skipped day, is no window.
 */
public record Grid(Every every, ZoneId zone) {
    private static final long FIRST_MONDAY = 4;
    private static final long FIRST_MONTH = 1970 * 12L;

    public Grid {
        requireNonNull(every, "every");
        requireNonNull(zone, "zone");
    }

    /** The one window in which the time lies. */
    public Window containing(Instant time) {
        return every.isOfDays() ? ofDays(time) : ofHours(time);
    }

    /** The window that starts at the time, if one does. */
    public Optional<Window> startingAt(Instant time) {
        return Optional.of(containing(time)).filter(window -> window.start().equals(time));
    }

    public Window next(Window window) {
        return containing(window.end());
    }

    public Window previous(Window window) {
        return containing(window.start().minusNanos(1));
    }

    /** Whether it is one of the grid's windows. */
    public boolean has(Window window) {
        return containing(window.start()).equals(window);
    }

    /** The windows that start at {@code from} or later and before {@code to}, in order; made one by one. */
    public Stream<Window> between(Instant from, Instant to) {
        Window at = containing(from);
        return Stream.iterate(
                at.start().equals(from) ? at : next(at),
                window -> window.start().isBefore(to),
                this::next);
    }

    /**
     * A time some span after another: by the local clock where windows are of days, weeks or months, so that it is the same
     * hour on every day; exact where they are of hours.
     */
    public Instant after(Instant time, Duration span) {
        return every.isOfDays()
                ? LocalDateTime.ofInstant(time, zone).plus(span).atZone(zone).toInstant()
                : time.plus(span);
    }

    /** The window as users write it, local dates where it begins and ends at such, else times with their offset. */
    public String text(Window window) {
        LocalDate from = LocalDate.ofInstant(window.start(), zone);
        LocalDate to = LocalDate.ofInstant(window.end(), zone);
        return start(from).equals(window.start()) && start(to).equals(window.end())
                ? from + "/" + to
                : text(window.start()) + "/" + text(window.end());
    }

    /** A time as users write it, with its offset. */
    public String text(Instant time) {
        return OffsetDateTime.ofInstant(time, zone).toString();
    }

    private Window ofDays(Instant time) {
        long index = index(LocalDate.ofInstant(time, zone));
        // The local date alone does not tell: clocks were set back over midnight, into the day before.
        while (start(date(index)).isAfter(time)) {
            index--;
        }
        while (!start(date(index + 1)).isAfter(time)) {
            index++;
        }
        return new Window(start(date(index)), start(date(index + 1)));
    }

    private long index(LocalDate date) {
        return switch (every.unit()) {
            case HOURS, DAYS -> Math.floorDiv(date.toEpochDay(), (long) every.count());
            case WEEKS -> Math.floorDiv(date.toEpochDay() - FIRST_MONDAY, 7L * every.count());
            case MONTHS -> Math.floorDiv(date.getLong(ChronoField.PROLEPTIC_MONTH) - FIRST_MONTH, (long) every.count());
        };
    }

    private LocalDate date(long index) {
        long units = index * every.count();
        return switch (every.unit()) {
            case HOURS, DAYS -> LocalDate.ofEpochDay(units);
            case WEEKS -> LocalDate.ofEpochDay(FIRST_MONDAY + 7 * units);
            case MONTHS -> LocalDate.EPOCH.plusMonths(units);
        };
    }

    private Window ofHours(Instant time) {
        LocalDate date = LocalDate.ofInstant(time, zone);
        while (start(date).isAfter(time)) {
            date = date.minusDays(1);
        }
        while (!start(date.plusDays(1)).isAfter(time)) {
            date = date.plusDays(1);
        }
        NavigableSet<Instant> boundaries = boundaries(date);
        return new Window(
                Objects.requireNonNull(boundaries.floor(time)), Objects.requireNonNull(boundaries.higher(time)));
    }

    /** Where windows of hours begin on this day, and the end of the day. */
    private NavigableSet<Instant> boundaries(LocalDate date) {
        Instant from = start(date);
        Instant to = start(date.plusDays(1));
        NavigableSet<Instant> boundaries = new TreeSet<>(List.of(from, to));
        for (int hour = 0; hour < 24; hour += every.count()) {
            LocalDateTime local = date.atTime(hour, 0);
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            if (offsets.isEmpty()) {
                ZoneOffsetTransition gap = zone.getRules().getTransition(local);
                boundaries.add(gap.getInstant());
            }
            for (ZoneOffset offset :
                    every.count() == 1 ? offsets : offsets.stream().limit(1).toList()) {
                boundaries.add(local.toInstant(offset));
            }
        }
        return boundaries.subSet(from, true, to, true);
    }

    private Instant start(LocalDate date) {
        return date.atStartOfDay(zone).toInstant();
    }
}
