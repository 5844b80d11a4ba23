package dev.sluice.spark.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TimePattern;
import dev.sluice.spark.expression.TimeText.Result;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final long NONE = Long.MIN_VALUE;
    private static final int ROUNDS = 3_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yyyy-MM-dd HH:mm:ss",
                "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][XXX]",
                "d/M/yy H:mm",
                "dd.MM.uuuu",
                "yyyyMMddHHmmssSSS",
                "MMM d, yyyy h:mm a",
                "EEEE, d MMMM yyyy HH:mm",
                "EEE MMM dd HH:mm:ss xx yyyy",
                "yyyy-MM-dd HH:mm:ss.SSSSSSSSS Z",
                "yyyy/M/d K 'o''clock' a",
                "dd-MMM-yy[ HH[:mm[:ss]]]X"
            })
    void compiledPatternsReadWhatTheJdkReads(String text) {
        TimePattern pattern = TimePattern.of(text);
        TimeProgram compiled = TimeProgram.of(pattern);
        TimeProgram interpreted = TimeProgram.interpreted(pattern);
        assertThat(compiled.compiled()).isTrue();
        Random random = new Random(text.hashCode());

        for (int i = 0; i < ROUNDS; i++) {
            String written = pattern.formatter().format(moment(random));
            assertThat(local(compiled, written))
                    .as(written)
                    .isEqualTo(local(interpreted, written))
                    .isNotEqualTo(NONE);
            String changed = changed(written, random);
            long accepted = local(compiled, changed);
            if (accepted != NONE) {
                assertThat(local(interpreted, changed)).as(changed).isEqualTo(accepted);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "yyyy-MM-dd VV, 2021-07-01 Europe/Berlin",
        "yyyy-DDD, 2021-182",
        "G yyyy-MM-dd, AD 2021-07-01",
        "YYYY-'W'ww-e, 2021-W26-4"
    })
    void otherPatternsAreLeftToTheJdk(String text, String sample) {
        TimeProgram program = TimeProgram.of(TimePattern.of(text));

        assertThat(program.compiled()).isFalse();
        assertThat(local(program, sample))
                .isEqualTo(LocalDateTime.parse("2021-07-01T00:00").toEpochSecond(ZoneOffset.UTC) * 1_000_000);
        assertThat(local(program, sample + "x")).isEqualTo(NONE);
    }

    @Test
    void aNamedZoneOfTheTextCounts() {
        TimeText text = new TimeText(Result.INSTANT, List.of("yyyy-MM-dd HH:mm VV"), ZoneOffset.UTC);

        assertThat(micros(text, "2021-07-01 12:00 Europe/Berlin")).isEqualTo(micros(text, "2021-07-01 10:00 UTC"));
        assertThat(micros(text, "2021-07-01 12:00 Nowhere/Land")).isEqualTo(NONE);
    }

    @Test
    void localTimesBecomeInstantsAsTheJdkHasIt() {
        for (String id : List.of("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")) {
            ZoneId zone = ZoneId.of(id);
            ZoneClock clock = new ZoneClock(zone);
            Random random = new Random(id.hashCode());
            LocalDateTime gap = LocalDateTime.parse("2021-03-28T00:00");
            for (int i = 0; i < 20_000; i++) {
                // Half of them near the changes of one year, minute by minute.
                LocalDateTime local = i % 2 == 0
                        ? moment(random).toLocalDateTime()
                        : gap.plusDays(random.nextInt(365)).plusMinutes(random.nextInt(300));
                ZonedDateTime expected = local.atZone(zone);
                long micros = clock.toInstant(ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), local));
                long instant = Math.multiplyExact(expected.toEpochSecond(), 1_000_000L) + expected.getNano() / 1000;
                assertThat(micros).as("%s in %s", local, zone).isEqualTo(instant);
                assertThat(clock.toLocal(instant))
                        .isEqualTo(ChronoUnit.MICROS.between(
                                LocalDateTime.of(1970, 1, 1, 0, 0), expected.toLocalDateTime()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2020-02-30", "2021-02-29", "2020-13-01", "2020-00-10", "0000-01-01", "10000-01-01", "2020-1-01"
            })
    void datesThatDoNotExistAreNone(String text) {
        assertThat(micros(TimeText.of(Result.DATE, List.of()), text)).isEqualTo(NONE);
        assertThat(micros(TimeText.of(Result.DATE, List.of("yyyy-MM-dd")), text))
                .isEqualTo(NONE);
    }

    @Test
    void badPatternsAreFoundWithoutData() {
        assertThat(TimePattern.problem("yyyy-MM-dd", TimePattern.Use.DATE)).isEmpty();
        assertThat(TimePattern.problem("yyyy-mm-dd", TimePattern.Use.DATE)).isPresent();
        assertThat(TimePattern.problem("yyyy-MM", TimePattern.Use.DATE)).isPresent();
        assertThat(TimePattern.problem("yyyy-MM-dd hh:mm", TimePattern.Use.TIMESTAMP))
                .hasValueSatisfying(problem -> assertThat(problem).contains("h counts half a day"));
        assertThat(TimePattern.problem("yyyy-MM-dd", TimePattern.Use.TIME)).isPresent();
        assertThat(TimePattern.problem("HH:mm", TimePattern.Use.TIME)).isEmpty();
        assertThat(TimePattern.problem("'open", TimePattern.Use.DATE)).isPresent();
        assertThat(TimePattern.problem("", TimePattern.Use.DATE)).isPresent();
    }

    private static ZonedDateTime moment(Random random) {
        // Two-digit years mean 2000 to 2099, so that these are written and read the same.
        return LocalDateTime.of(2000, 1, 1, 0, 0)
                .plusSeconds(random.nextLong(99L * 365 * 86_400))
                .plusNanos(random.nextInt(1_000_000_000))
                .atZone(ZoneOffset.ofTotalSeconds(random.nextInt(-72, 72) * 900));
    }

    /** With one character replaced, left out or put in. */
    private static String changed(String text, Random random) {
        String characters = "0123456789 -/:.TZ+apmJS";
        char c = characters.charAt(random.nextInt(characters.length()));
        int at = random.nextInt(text.length());
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + c + text.substring(at + 1);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            default -> text.substring(0, at) + c + text.substring(at);
        };
    }

    private static long local(TimeProgram program, String text) {
        UTF8String utf8 = UTF8String.fromString(text);
        Moment moment = program.read(utf8, 0, utf8.numBytes());
        return moment == null ? NONE : moment.localMicros();
    }

    private static long micros(TimeText function, String text) {
        return function.apply(UTF8String.fromString(text), NONE);
    }
}
