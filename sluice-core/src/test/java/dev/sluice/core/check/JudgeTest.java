package dev.sluice.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Severity;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static BatchCheck check(
            OptionalDouble min, OptionalDouble max, OptionalDouble drift, OptionalDouble deviations) {
        return new BatchCheck("c", Measure.MEAN, "amount", 0, min, max, drift, deviations, 7, Severity.ERROR, null);
    }

    private static CheckResult judge(BatchCheck check, double value, Double... history) {
        return Judge.judge(check, OptionalDouble.of(value), List.of(history));
    }

    @Test
    void valueLiesBetweenItsBounds() {
        BatchCheck bounds = check(OptionalDouble.of(1), OptionalDouble.of(2.5), NONE, NONE);

        assertThat(judge(bounds, 1).passed()).isTrue();
        assertThat(judge(bounds, 2.5).message()).isEqualTo("mean(amount) is 2.5, at least 1, at most 2.5");
        assertThat(judge(bounds, 0.5).message()).isEqualTo("mean(amount) is 0.5, not at least 1");
        assertThat(judge(bounds, 2.51).forbids()).isTrue();
    }

    @Test
    void driftIsAShareOfTheMeanOfTheLastRuns() {
        BatchCheck drift = check(NONE, NONE, OptionalDouble.of(0.2), NONE);

        assertThat(judge(drift, 1000).message()).isEqualTo("mean(amount) is 1000, the first of its kind");
        assertThat(judge(drift, 120, 100.0, 90.0, 110.0).passed()).isTrue();
        assertThat(judge(drift, 79.9, 100.0).message())
                .isEqualTo("mean(amount) is 79.9, not within 20 % of 100, the mean of 1 run");
        assertThat(judge(drift, -100, -100.0).passed()).isTrue();
    }

    @Test
    void anomalyIsSoManyDeviationsFromTheMean() {
        BatchCheck anomaly = check(NONE, NONE, NONE, OptionalDouble.of(3));

        assertThat(judge(anomaly, 1e9, 10.0, 12.0).passed()).isTrue();
        assertThat(judge(anomaly, 15.9, 10.0, 12.0, 8.0).passed()).isTrue();
        assertThat(judge(anomaly, 16.1, 10.0, 12.0, 8.0).message())
                .isEqualTo("mean(amount) is 16.1, not within 3 deviations (of 2) of 10, the mean of 3 runs");
        assertThat(judge(anomaly, 5, Collections.nCopies(5, 5.0).toArray(Double[]::new))
                        .passed())
                .isTrue();
        assertThat(judge(anomaly, 5.1, Collections.nCopies(5, 5.0).toArray(Double[]::new))
                        .passed())
                .isFalse();
    }

    @Test
    void nothingMeasuredIsNoFault() {
        CheckResult result = Judge.judge(check(OptionalDouble.of(1), NONE, NONE, NONE), NONE, List.of());

        assertThat(result.passed()).isTrue();
        assertThat(result.message()).isEqualTo("there was nothing to measure");
    }
}
