package dev.sluice.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.SluiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Schedule DAILY = schedule("1d", 4);

    private static Schedule schedule(String every, int bufferHours) {
        return new Schedule(new Grid(Every.parse(every).orElseThrow(), BERLIN), Duration.ofHours(bufferHours));
    }

    private static String at(Schedule schedule, String trigger) {
        return schedule.grid().text(schedule.at(TimeText.time(trigger, BERLIN), NOW));
    }

    private static void refused(ErrorCode code, String message, String hint, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SluiceException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.problems().get(0).message()).isEqualTo(message);
            assertThat(e.problems().get(0).advice()).isEqualTo(hint);
        });
    }

    @Test
    void aTriggerOfDaysIsTheSameHourOnEveryDay() {
        assertThat(at(DAILY, "2026-03-28T04:00")).isEqualTo("2026-03-27/2026-03-28");
        assertThat(at(DAILY, "2026-03-29T04:00")).isEqualTo("2026-03-28/2026-03-29");
        assertThat(at(DAILY, "2026-03-29T04:00+02:00")).isEqualTo("2026-03-28/2026-03-29");
        assertThat(at(DAILY, "2026-03-30T02:00Z")).isEqualTo("2026-03-29/2026-03-30");
        assertThat(at(DAILY, "2026-10-26 04:00")).isEqualTo("2026-10-25/2026-10-26");
        assertThat(at(schedule("1d", 0), "2026-03-29")).isEqualTo("2026-03-28/2026-03-29");
        assertThat(at(schedule("1mo", 30), "2026-04-02T06:00")).isEqualTo("2026-03-01/2026-04-01");
    }

    @Test
    void aTriggerOfHoursLiesAnExactSpanBehind() {
        assertThat(at(schedule("1h", 2), "2026-10-25T03:00"))
                .isEqualTo("2026-10-25T01:00+02:00/2026-10-25T02:00+02:00");
    }

    @Test
    void everyWindowHasATriggerOfItsOwn() {
        for (String every : List.of("1h", "3h", "1d", "1w", "1mo")) {
            for (String zone : List.of("Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo")) {
                for (int hours : List.of(0, 2, 26)) {
                    Grid grid = new Grid(Every.parse(every).orElseThrow(), ZoneId.of(zone));
                    Schedule schedule = new Schedule(grid, Duration.ofHours(hours));
                    grid.between(Instant.parse("2011-10-01T00:00:00Z"), Instant.parse("2012-05-01T00:00:00Z"))
                            .forEach(window -> assertThat(schedule.at(schedule.trigger(window), NOW))
                                    .isEqualTo(window));
                }
            }
        }
    }

    @Test
    void anotherTimeIsRefusedWithTheTriggersAroundIt() {
        refused(
                ErrorCode.TRIGGER_OFF_GRID,
                "Cannot run a window of trigger 2026-03-29T03:30+02:00: no window has it",
                "the triggers before and after it are 2026-03-28T04:00+01:00 and 2026-03-29T04:00+02:00",
                () -> at(DAILY, "2026-03-29T03:30"));
    }

    @Test
    void aTriggerInTheFutureIsRefusedByTheGivenClock() {
        refused(
                ErrorCode.TRIGGER_IN_FUTURE,
                "Cannot run the window of trigger 2026-12-02T04:00+01:00: it is only 2026-12-01T01:00+01:00",
                "the latest that is due has trigger 2026-11-30T04:00+01:00",
                () -> at(DAILY, "2026-12-02T04:00"));
    }

    @Test
    void aLocalTimeThatIsSkippedOrDoubledIsRefusedWithItsTwoReadings() {
        refused(
                ErrorCode.AMBIGUOUS_TIME,
                "Cannot tell which time 2026-03-29T02:30 is: the clocks of Europe/Berlin skip it",
                "write 2026-03-29T02:30+01:00 or 2026-03-29T02:30+02:00",
                () -> TimeText.time("2026-03-29T02:30", BERLIN));
        refused(
                ErrorCode.AMBIGUOUS_TIME,
                "Cannot tell which time 2026-10-25T02:30 is: the clocks of Europe/Berlin show it twice",
                "write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00",
                () -> TimeText.time("2026-10-25T02:30", BERLIN));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        assertThat(List.of(
                        "", "today", "2026-02-30", "2026-03-29T25:00", "29.03.2026", "+999999999-12-31", "20000-01-01"))
                .allSatisfy(text -> refused(
                        ErrorCode.INVALID_TIME,
                        "Cannot read '%s' as a time".formatted(text),
                        ErrorCode.INVALID_TIME.remedy(),
                        () -> TimeText.time(text, BERLIN)));
    }

    @Test
    void aWindowIsNamedByBothTimesOrByItsStart() {
        Grid grid = DAILY.grid();
        Window day = grid.containing(Instant.parse("2026-03-29T12:00:00Z"));

        assertThat(List.of(
                        "2026-03-29/2026-03-30",
                        "2026-03-29",
                        "2026-03-29T00:00",
                        "2026-03-28T23:00Z/2026-03-29T22:00Z",
                        "2026-03-29T00:00+01:00/2026-03-30"))
                .allSatisfy(text -> assertThat(TimeText.window(text, grid)).isEqualTo(day));
    }

    @Test
    void whatIsNotOneWindowOfTheGridIsRefusedWithTheNearest() {
        Grid grid = DAILY.grid();
        String there = "windows there are 2026-03-29/2026-03-30 and 2026-03-30/2026-03-31";

        refused(
                ErrorCode.WINDOW_OFF_GRID,
                "Cannot take '2026-03-29/2026-03-31' as a window of 1d: it is several windows",
                there,
                () -> TimeText.window("2026-03-29/2026-03-31", grid));
        refused(
                ErrorCode.WINDOW_OFF_GRID,
                "Cannot take '2026-03-29T12:00' as a window of 1d: no window starts there",
                there,
                () -> TimeText.window("2026-03-29T12:00", grid));
        refused(
                ErrorCode.WINDOW_OFF_GRID,
                "Cannot take '2026-03-29/2026-03-29T12:00' as a window of 1d: it is not one window",
                there,
                () -> TimeText.window("2026-03-29/2026-03-29T12:00", grid));
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsRefused() {
        refused(
                ErrorCode.WINDOW_REVERSED,
                "Cannot take '2026-03-30/2026-03-29' as a window: it ends at 2026-03-29T00:00+01:00, and begins at"
                        + " 2026-03-30T00:00+02:00",
                ErrorCode.WINDOW_REVERSED.remedy(),
                () -> TimeText.window("2026-03-30/2026-03-29", DAILY.grid()));
        refused(
                ErrorCode.INVALID_TIME,
                "Cannot read 'a/b/c' as a window: it is of more than two times",
                ErrorCode.INVALID_TIME.remedy(),
                () -> TimeText.window("a/b/c", DAILY.grid()));
    }

    @Test
    void dueAreTheWindowsWhoseTriggerHasPassed() {
        Instant from = TimeText.time("2026-03-27", BERLIN);

        assertThat(due(from, Optional.empty(), "2026-03-29T03:59")).containsExactly("2026-03-27/2026-03-28");
        assertThat(due(from, Optional.empty(), "2026-03-29T04:00"))
                .containsExactly("2026-03-28/2026-03-29", "2026-03-27/2026-03-28");
        assertThat(due(from, Optional.of(from), "2026-03-29T04:00")).isEmpty();
        assertThat(due(from, Optional.of(from.plusSeconds(1)), "2026-03-29T04:00"))
                .containsExactly("2026-03-27/2026-03-28");
    }

    private static List<String> due(Instant from, Optional<Instant> to, String now) {
        return DAILY.due(from, to, TimeText.time(now, BERLIN))
                .map(DAILY.grid()::text)
                .toList();
    }
}
