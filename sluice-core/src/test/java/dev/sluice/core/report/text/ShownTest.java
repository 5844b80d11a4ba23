package dev.sluice.core.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void longTextIsCutAndItsLengthTold() {
        assertThat(Shown.of("x".repeat(1 << 20), 3)).isEqualTo(new Shown("xxx…", "1,048,576 characters in all"));
    }

    @Test
    void cutNeverSplitsACharacterBeyondTheBasicPlane() {
        assertThat(Shown.of("ab\uD83D\uDE00", 3).text()).isEqualTo("ab…");
        assertThat(Shown.name("\uD83D\uDE00".repeat(20), 10)).doesNotContain("\uFFFD");
    }

    @Test
    void controlsAndTurnersOfDirectionBecomeVisible() {
        assertThat(Shown.of("\u001b[31m\r\n\u0000\u007f\u202E\u2028\uD800", 50).text())
                .isEqualTo("␛[31m␍␊␀␡⟨U+202E⟩⟨U+2028⟩\uFFFD");
    }

    @Test
    void emptyTextAndNoTextHaveTheirNotes() {
        assertThat(Shown.of("", 9)).isEqualTo(new Shown("", "empty"));
        assertThat(Shown.of(null, 9)).isEqualTo(new Shown("", "no value"));
    }
}
