package dev.sluice.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class OrderFileTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

    @Test
    void sameDayGivesTheSameBytes() {
        assertThat(OrderFile.of(DAY, 500, 50)).isEqualTo(OrderFile.of(DAY, 500, 50));
        assertThat(OrderFile.of(DAY, 500, 50)).isNotEqualTo(OrderFile.of(DAY.plusDays(1), 500, 50));
    }

    @Test
    void hasOneRecordALineAndEveryKindOfMistake() {
        String text = new String(OrderFile.of(DAY, 700, 50), StandardCharsets.ISO_8859_1);

        assertThat(text.lines()).hasSize(701);
        assertThat(text)
                .contains(
                        "31.02.2026",
                        "unknown status",
                        "12,x0",
                        "99999999999.99",
                        "Germany",
                        "Zo\u00eb",
                        "three mistakes")
                .endsWith("\"never closed\n");
    }
}
