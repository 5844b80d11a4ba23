package dev.sluice.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PackVersionTest {
    @Test
    void twoNumbersAskForAnyPatchAndThreeForOne() {
        assertThat(version("1.2.3").answers(version("1.2"))).isTrue();
        assertThat(version("1.2").answers(version("1.2.0"))).isTrue();
        assertThat(version("1.2.3").answers(version("1.2.0"))).isFalse();
        assertThat(version("1.3.0").answers(version("1.2"))).isFalse();
    }

    @Test
    void versionsAreOrderedByTheirNumbersAndShownAsWritten() {
        assertThat(version("1.10.0")).isGreaterThan(version("1.9.9"));
        assertThat(version("1.2").isSame(version("1.2.0"))).isTrue();
        assertThat(version("1.2")).hasToString("1.2");
        assertThat(version("1.2.0")).hasToString("1.2.0");
    }

    @Test
    void otherTextsAreNoVersionsAndNoNames() {
        for (String text : new String[] {"", "1", "1.", "1.2.", "1.2.3.4", "v1.2", "1.2/..", "9999999999.1", "-1.2"}) {
            assertThat(PackVersion.parse(text)).as(text).isEmpty();
        }
        for (String text : new String[] {"", "1a", "a b", "../a", "a.b", "x".repeat(129)}) {
            assertThat(PackName.parse(text)).as(text).isEmpty();
        }
        assertThat(PackName.parse("pii-2_x")).isPresent();
    }

    private static PackVersion version(String text) {
        return PackVersion.parse(text).orElseThrow();
    }
}
