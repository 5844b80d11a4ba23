package dev.sluice.core.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void shareIsNeverRoundedToNothingOrToAll() {
        assertThat(Figures.share(1, 1_000_000)).isEqualTo("< 0.01\u00a0%");
        assertThat(Figures.share(999_999, 1_000_000)).isEqualTo("> 99.99\u00a0%");
        assertThat(Figures.share(823, 130_400)).isEqualTo("0.63\u00a0%");
        assertThat(Figures.share(0, 5)).isEqualTo("0\u00a0%");
        assertThat(Figures.share(5, 5)).isEqualTo("100\u00a0%");
        assertThat(Figures.share(0, 0)).isEqualTo("–");
    }

    @Test
    void timesAndSizesHaveFittingUnits() {
        assertThat(Figures.millis(840)).isEqualTo("840 ms");
        assertThat(Figures.millis(7_420)).isEqualTo("7.42 s");
        assertThat(Figures.seconds(134)).isEqualTo("2 min 14 s");
        assertThat(Figures.seconds(3_725)).isEqualTo("1 h 02 min");
        assertThat(Figures.bytes(512)).isEqualTo("512 B");
        assertThat(Figures.bytes(14_200_000)).isEqualTo("14 MiB");
        assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("8192 PiB");
    }

    @Test
    void oneThingIsSingular() {
        assertThat(Figures.count(1, "row")).isEqualTo("1 row");
        assertThat(Figures.count(2_000, "row")).isEqualTo("2,000 rows");
    }
}
