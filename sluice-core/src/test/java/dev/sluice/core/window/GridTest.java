package dev.sluice.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Grid grid(String every, String zone) {
        return new Grid(Every.parse(every).orElseThrow(), ZoneId.of(zone));
    }

    private static Instant start(int year, ZoneId zone) {
        return LocalDate.of(year, 1, 1).atStartOfDay(zone).toInstant();
    }

    /** Where hours begin, told by walking over each minute of a year and looking at the clock on the wall. */
    private static List<Instant> hoursOnTheWall(int year, ZoneId zone) {
        List<Instant> starts = new ArrayList<>();
        LocalDateTime before = LocalDateTime.MIN;
        Instant end = start(year + 1, zone);
        for (Instant at = start(year, zone); at.isBefore(end); at = at.plusSeconds(60)) {
            LocalDateTime wall = LocalDateTime.ofInstant(at, zone);
            boolean another = wall.truncatedTo(ChronoUnit.HOURS).isAfter(before.truncatedTo(ChronoUnit.HOURS));
            if (another || wall.getMinute() == 0) {
                starts.add(at);
            }
            before = wall;
        }
        return starts;
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026, 8760",
        "Asia/Kolkata, 2026, 8760",
        "Europe/Berlin, 2026, 8760",
        "America/New_York, 2028, 8784",
        "Australia/Lord_Howe, 2026, 8760",
        "America/Sao_Paulo, 2018, 8760",
        "Asia/Beirut, 2024, 8784",
        // A minute past midnight the clock is set forward, to 1:01, and back, to 23:01: 0 o'clock comes twice.
        "America/St_Johns, 2010, 8761"
    })
    void aYearHasAsManyHourlyWindowsAsTheClockShowsHours(String zone, int year, int hours) {
        Grid grid = grid("1h", zone);
        ZoneId id = ZoneId.of(zone);

        List<Window> windows =
                grid.between(start(year, id), start(year + 1, id)).toList();

        assertThat(windows).hasSize(hours);
        assertThat(windows.stream().map(Window::start)).isEqualTo(hoursOnTheWall(year, id));
        assertUnbroken(windows);
        assertThat(windows.get(windows.size() - 1).end()).isEqualTo(start(year + 1, id));
    }

    @ParameterizedTest
    @CsvSource({"1d, 365", "1w, 52", "1mo, 12", "7d, 52", "3mo, 4"})
    void aYearHasItsDaysWeeksAndMonths(String every, int count) {
        for (String zone : List.of("UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe")) {
            ZoneId id = ZoneId.of(zone);
            List<Window> windows =
                    grid(every, zone).between(start(2018, id), start(2019, id)).toList();

            // 2018 begins and ends on a Monday, so that it has 53 Mondays; days are counted from 1970.
            assertThat(windows).hasSize(every.equals("1w") ? 53 : count);
            assertUnbroken(windows);
        }
    }

    private static void assertUnbroken(List<Window> windows) {
        for (int i = 1; i < windows.size(); i++) {
            assertThat(windows.get(i).start()).isEqualTo(windows.get(i - 1).end());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1h", "2h", "3h", "4h", "6h", "8h", "12h", "24h", "1d", "3d", "1w", "2w", "1mo", "6mo"})
    void eachInstantLiesInExactlyOneWindow(String every) {
        Random random = new Random(every.hashCode());
        for (String zone : List.of(
                "UTC",
                "Asia/Kolkata",
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "America/Sao_Paulo",
                "Asia/Beirut",
                "America/St_Johns",
                "America/Havana",
                "Pacific/Apia")) {
            Grid grid = grid(every, zone);
            for (int i = 0; i < 300; i++) {
                Instant time = Instant.ofEpochSecond(random.nextLong(-500_000_000L, 2_500_000_000L));
                Window window = grid.containing(time);

                assertThat(window.contains(time)).isTrue();
                assertThat(grid.containing(window.start())).isEqualTo(window);
                assertThat(grid.containing(window.end().minusNanos(1))).isEqualTo(window);
                assertThat(grid.next(window).start()).isEqualTo(window.end());
                assertThat(grid.previous(grid.next(window))).isEqualTo(window);
                assertThat(TimeText.window(grid.text(window), grid)).isEqualTo(window);
            }
        }
    }

    @Test
    void aDayOfTheChangeHas23Or25HoursAndMonthsAndWeeksWithItAnHourLessOrMore() {
        assertThat(length("1d", "2026-03-29")).isEqualTo(Duration.ofHours(23));
        assertThat(length("1d", "2026-10-25")).isEqualTo(Duration.ofHours(25));
        assertThat(length("1w", "2026-03-23")).isEqualTo(Duration.ofHours(7 * 24 - 1));
        assertThat(length("1w", "2026-10-19")).isEqualTo(Duration.ofHours(7 * 24 + 1));
        assertThat(length("1mo", "2026-03-01")).isEqualTo(Duration.ofHours(31 * 24 - 1));
        assertThat(length("1mo", "2026-02-01")).isEqualTo(Duration.ofHours(28 * 24));
    }

    private static Duration length(String every, String start) {
        Window window = grid(every, "Europe/Berlin")
                .startingAt(LocalDate.parse(start).atStartOfDay(BERLIN).toInstant())
                .orElseThrow();
        return Duration.between(window.start(), window.end());
    }

    @Test
    void aSkippedHourIsNoWindowAndADoubledOneIsTwo() {
        assertThat(texts("1h", "Europe/Berlin", "2026-03-29T01:00+01:00", 2))
                .containsExactly(
                        "2026-03-29T01:00+01:00/2026-03-29T03:00+02:00",
                        "2026-03-29T03:00+02:00/2026-03-29T04:00+02:00");
        assertThat(texts("1h", "Europe/Berlin", "2026-10-25T02:00+02:00", 2))
                .containsExactly(
                        "2026-10-25T02:00+02:00/2026-10-25T02:00+01:00",
                        "2026-10-25T02:00+01:00/2026-10-25T03:00+01:00");
    }

    @Test
    void aBoundaryInAGapMovesToItsEndAndOfADoubledOneTheFirstCounts() {
        assertThat(texts("2h", "Europe/Berlin", "2026-03-29T00:00+01:00", 2))
                .containsExactly(
                        "2026-03-29T00:00+01:00/2026-03-29T03:00+02:00",
                        "2026-03-29T03:00+02:00/2026-03-29T04:00+02:00");
        assertThat(texts("2h", "Europe/Berlin", "2026-10-25T00:00+02:00", 2))
                .containsExactly(
                        "2026-10-25T00:00+02:00/2026-10-25T02:00+02:00",
                        "2026-10-25T02:00+02:00/2026-10-25T04:00+01:00");
    }

    @Test
    void whereTheClockChangesByHalfAnHourWindowsHave30Or90Minutes() {
        assertThat(texts("1h", "Australia/Lord_Howe", "2026-10-04T01:00+10:30", 2))
                .containsExactly(
                        "2026-10-04T01:00+10:30/2026-10-04T02:30+11:00",
                        "2026-10-04T02:30+11:00/2026-10-04T03:00+11:00");
        assertThat(texts("1h", "Australia/Lord_Howe", "2026-04-05T01:00+11:00", 2))
                .containsExactly(
                        "2026-04-05T01:00+11:00/2026-04-05T02:00+10:30",
                        "2026-04-05T02:00+10:30/2026-04-05T03:00+10:30");
    }

    private static List<String> texts(String every, String zone, String from, int count) {
        Grid grid = grid(every, zone);
        Instant start = ZonedDateTime.parse(from).toInstant();
        return grid.between(start, Instant.MAX).limit(count).map(grid::text).toList();
    }

    @Test
    void aDayWhoseMidnightIsSkippedBeginsAtOneAndASkippedDayIsNone() {
        assertThat(texts("1d", "America/Sao_Paulo", "2018-11-04T01:00-02:00", 1))
                .containsExactly("2018-11-04/2018-11-05");
        assertThat(texts("1d", "Pacific/Apia", "2011-12-29T00:00-10:00", 2))
                .containsExactly("2011-12-29/2011-12-31", "2011-12-31/2012-01-01");
    }

    @Test
    void lengthsAreReadAndWritten() {
        assertThat(List.of("1h", "6h", "24h", "1d", "2w", "12mo"))
                .allSatisfy(text -> assertThat(Every.parse(text).orElseThrow()).hasToString(text));
        assertThat(List.of("", "d", "0d", "5h", "48h", "1m", "1y", "-1d", "1 day", "1.5h", "1000d", "1D"))
                .allSatisfy(text -> assertThat(Every.parse(text)).isEmpty());
    }

    @Test
    void aWindowHasALength() {
        assertThatThrownBy(() -> new Window(Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not before");
    }
}
