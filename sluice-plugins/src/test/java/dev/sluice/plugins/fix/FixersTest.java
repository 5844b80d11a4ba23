package dev.sluice.plugins.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Option;
import dev.sluice.api.Options;
import dev.sluice.api.row.RowFixer;
import dev.sluice.api.row.RowTrial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixersTest {
    private static String fixed(RowFixer fixer, Map<? extends Option<?>, ?> options, String text) throws Exception {
        return RowTrial.of(fixer, Options.of(options)).fixed("c", text);
    }

    @Test
    void trimRemovesBlanksOfEveryKindAtBothEndsOnly() throws Exception {
        assertThat(fixed(new TrimFixer(), Map.of(), "\ufeff\u00a0 a b\t\u200b\r\n"))
                .isEqualTo("a b");
        assertThat(fixed(new TrimFixer(), Map.of(), " ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MÃ¼ller, Müller",
        "RenÃ©e, Renée",
        "WeiÃŸ, Weiß",
        "Ã…strÃ¶m, Åström",
        "â‚¬ 5, € 5",
        "MÃƒÂ¼ller, Müller",
        "Müller, Müller",
        "Smith, Smith",
        "Ω Ã¼, Ω Ã¼"
    })
    void reencodeMendsTextWhoseBytesAreUtf8AndLeavesOther(String text, String mended) throws Exception {
        assertThat(fixed(new ReencodeFixer(), Map.of(), text)).isEqualTo(mended);
    }

    @ParameterizedTest
    @CsvSource({
        "1/14/2024, 14/1/2024",
        "02/29/2024, 29/2/2024",
        "14/1/2024, 14/1/2024",
        "2/1/2024, 2/1/2024",
        "40/1/2024, 40/1/2024",
        "2/30/2024, 2/30/2024",
        "soon, soon"
    })
    void swapDayMonthSwapsOnlyWhatIsNoDateOtherwise(String text, String mended) throws Exception {
        assertThat(fixed(new SwapDayMonthFixer(), Map.of(SwapDayMonthFixer.FORMATS, List.of("d/M/yyyy")), text))
                .isEqualTo(mended);
    }

    @Test
    void swapDayMonthKeepsTheTimeOfDay() throws Exception {
        assertThat(fixed(
                        new SwapDayMonthFixer(),
                        Map.of(SwapDayMonthFixer.FORMATS, List.of("dd.MM.yyyy HH:mm:ss.SSS")),
                        "12.31.2024 23:59:01.250"))
                .isEqualTo("31.12.2024 23:59:01.250");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1,234; 1234",
                "-1,234,567.89; -1234567.89",
                "12 345; 12345",
                "1'000; 1000",
                "1,23; 1,23",
                "1,2345; 1,2345",
                "1,234 567; 1,234 567",
                "12.5; 12.5",
                "1,234.; 1,234.",
                "a1,234; a1,234"
            })
    void stripSeparatorsMendsGroupsOfThreeDigits(String text, String mended) throws Exception {
        assertThat(fixed(new StripSeparatorsFixer(), Map.of(), text)).isEqualTo(mended);
    }

    @Test
    void stripSeparatorsReadsTheDecimalSignThatIsSet() throws Exception {
        Map<Option<?>, Object> comma = Map.of(StripSeparatorsFixer.DECIMAL, ",");

        assertThat(fixed(new StripSeparatorsFixer(), comma, "1.234.567,8")).isEqualTo("1234567.8");
        assertThat(fixed(new StripSeparatorsFixer(), comma, "12,5")).isEqualTo("12.5");
        assertThat(fixed(new StripSeparatorsFixer(), comma, "1,234.5")).isEqualTo("1,234.5");
    }

    @Test
    void synonymsKnowWordsInAnyCaseUnlessToldOtherwise() throws Exception {
        Map<String, String> values = Map.of("Woman", "f");

        assertThat(fixed(new SynonymsFixer(), Map.of(SynonymsFixer.VALUES, values), "woman"))
                .isEqualTo("f");
        assertThat(fixed(new SynonymsFixer(), Map.of(SynonymsFixer.VALUES, values), "womann"))
                .isEqualTo("womann");
        assertThat(fixed(
                        new SynonymsFixer(),
                        Map.of(SynonymsFixer.VALUES, values, SynonymsFixer.IGNORE_CASE, false),
                        "woman"))
                .isEqualTo("woman");
    }

    @ParameterizedTest
    @CsvSource({
        "sliver, silver",
        "glod, gold",
        "golld, gold",
        "GOLD, gold",
        "gol, gold",
        "npaid, npaid",
        "goooold, goooold",
        "x, x",
        "gold, gold"
    })
    void nearestFindsTheOneWordThatIsNear(String text, String mended) throws Exception {
        List<String> words = List.of("gold", "silver", "paid", "unpaid", "a");

        assertThat(fixed(new NearestFixer(), Map.of(NearestFixer.VALUES, words), text))
                .isEqualTo(mended);
    }
}
