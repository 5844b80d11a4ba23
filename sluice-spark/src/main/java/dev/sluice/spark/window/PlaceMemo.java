package dev.sluice.spark.window;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.window.Window;
import dev.sluice.spark.expression.EpochMicros;
import dev.sluice.spark.expression.ZoneClock;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the rows of a file and a window have their place, since most rows are like the one before. Public for
 * generated code. Safe for use by many threads.
 */
public final class PlaceMemo implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final RowPlaces places;
    private final ZoneClock clock;
    private transient volatile @Nullable Map<UTF8String, NavigableMap<Long, Stretch>> byFile;
    /** Of rows without an event time. */
    private transient volatile @Nullable Map<UTF8String, Long> noneByFile;

    private transient volatile @Nullable Last last;

    PlaceMemo(RowPlaces places) {
        this.places = requireNonNull(places, "places");
        this.clock = new ZoneClock(places.zone());
    }

    /** A window. @param from its first microsecond @param to after its last */
    private record Stretch(long from, long to, long code) {}

    private record Last(UTF8String file, Stretch stretch) {}

    /** The place of a row without an event time. */
    public long none(UTF8String file) {
        Map<UTF8String, Long> all = noneByFile;
        if (all == null) {
            all = new ConcurrentHashMap<>();
            noneByFile = all;
        }
        Long code = all.get(file);
        if (code == null) {
            code = places.code(file.toString(), Optional.empty());
            all.put(file.copy(), code);
        }
        return code;
    }

    /** The place of a row. @param time the value of its event column, as Spark holds it */
    public long at(UTF8String file, long time, EventClock form) {
        if (!form.tells(time)) {
            return none(file);
        }
        long micros = form.micros(time, clock);
        Last before = last;
        if (before != null && micros >= before.stretch.from && micros < before.stretch.to && file.equals(before.file)) {
            return before.stretch.code;
        }
        Map<UTF8String, NavigableMap<Long, Stretch>> all = byFile();
        NavigableMap<Long, Stretch> windows = all.get(file);
        if (windows == null) {
            windows = all.computeIfAbsent(file.copy(), any -> new ConcurrentSkipListMap<>());
        }
        Map.Entry<Long, Stretch> floor = windows.floorEntry(micros);
        Stretch stretch = floor == null ? null : floor.getValue();
        if (stretch == null || micros >= stretch.to) {
            Window window = places.containing(EpochMicros.toInstant(micros));
            stretch = new Stretch(
                    micros(window.start()), micros(window.end()), places.code(file.toString(), Optional.of(window)));
            windows.put(stretch.from, stretch);
        }
        last = new Last(file.copy(), stretch);
        return stretch.code;
    }

    private Map<UTF8String, NavigableMap<Long, Stretch>> byFile() {
        Map<UTF8String, NavigableMap<Long, Stretch>> made = byFile;
        if (made == null) {
            made = new ConcurrentHashMap<>();
            byFile = made;
        }
        return made;
    }

    /** Windows at the ends of time reach beyond what microseconds can tell. */
    private static long micros(Instant time) {
        try {
            return EpochMicros.of(time);
        } catch (ArithmeticException e) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
