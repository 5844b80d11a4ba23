package dev.sluice.spark.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochMicrosTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 999_999, -999_999, -1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
    void everyMicrosecondIsATimeAndBack(long micros) {
        assertThat(EpochMicros.of(EpochMicros.toInstant(micros))).isEqualTo(micros);
    }

    @Test
    void timesLieFurtherAwayThanNanosecondsReach() {
        assertThat(EpochMicros.of(Instant.parse("9999-12-31T00:00:00Z"))).isEqualTo(253_402_214_400_000_000L);
        assertThat(EpochMicros.of(Instant.parse("0001-01-01T00:00:00Z"))).isEqualTo(-62_135_596_800_000_000L);
        assertThat(EpochMicros.of(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .isEqualTo(-1);
    }

    @Test
    void whatNoLongHoldsIsNotCut() {
        assertThatThrownBy(() -> EpochMicros.of(Instant.MAX)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> EpochMicros.of(Instant.MIN)).isInstanceOf(ArithmeticException.class);
    }
}
