package dev.sluice.spark.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.window.Every;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.Late;
import dev.sluice.core.window.Placement;
import dev.sluice.core.window.WindowRun;
import dev.sluice.core.window.WindowRun.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class RowPlacesTest {
    private static final Grid DAYS = new Grid(Every.parse("1d").orElseThrow(), ZoneOffset.UTC);
    private static final Placement PLACEMENT = new Placement(DAYS, true, Late.QUARANTINE, Optional.empty());

    @Test
    void aRecordOfAnArchiveIsOfTheArchiveInWhateverFolderThatLies() {
        RowPlaces places = places("file:/in/new!/a.zip", "file:/in/old!/b.csv", "file:/in/c.zip");

        assertThat(places.input("file:/in/new!/a.zip!/m.csv")).isEqualTo("file:/in/new!/a.zip");
        assertThat(places.input("file:/in/new!/a.zip!/deep!/m.csv")).isEqualTo("file:/in/new!/a.zip");
        assertThat(places.input("file:/in/old!/b.csv")).isEqualTo("file:/in/old!/b.csv");
        assertThat(places.input("file:/in/c.zip!/m.csv")).isEqualTo("file:/in/c.zip");
        assertThat(places.input("file:/in/d.csv")).isEqualTo("file:/in/d.csv");
    }

    /** A window's end may lie beyond what nanoseconds reach; a date's whole time beyond what microseconds do. */
    @Test
    void datesFarAwayHaveTheirPlacesWhateverCameBefore() {
        PlaceMemo places = new PlaceMemo(places("file:/in/a.csv"));
        UTF8String file = UTF8String.fromString("file:/in/a.csv");

        for (String day : List.of("2262-04-11", "2263-01-01", "9999-12-31", "1677-09-21", "0001-01-01", "2026-03-02")) {
            LocalDate date = LocalDate.parse(day);
            assertThat(PlaceCode.windowStart(places.at(file, date.toEpochDay(), EventClock.DAY)))
                    .as(day)
                    .hasValue(date.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        }
        for (long day : new long[] {Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(places.at(file, day, EventClock.DAY)).isEqualTo(places.none(file));
        }
    }

    private static RowPlaces places(String... inputs) {
        WindowRun run = new WindowRun(DAYS.containing(Instant.parse("2026-03-02T00:00:00Z")), Kind.FIRST);
        return RowPlaces.of(PLACEMENT, run, List.of(inputs), Map.of(), Set.of());
    }
}
