package dev.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Seconds taken by contestants, round after round: by the clock, and of processors. For one thread. */
final class Times {
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    private final Map<String, List<Double>> cpuSeconds = new LinkedHashMap<>();

    void add(String contestant, Lap lap) {
        seconds.computeIfAbsent(contestant, any -> new ArrayList<>()).add(lap.seconds());
        cpuSeconds.computeIfAbsent(contestant, any -> new ArrayList<>()).add(lap.cpuSeconds());
    }

    Set<String> contestants() {
        return seconds.keySet();
    }

    /** Those of a contestant that took part. */
    List<Double> of(String contestant) {
        return Objects.requireNonNull(seconds.get(contestant), contestant);
    }

    Spread spread(String contestant) {
        return Spread.of(of(contestant));
    }

    /** Of a round's time of one by the same round's of another. */
    Spread ratio(String dividend, String divisor) {
        return Spread.ofPairs(of(dividend), of(divisor), (left, right) -> left / right);
    }

    /** What all cores did meanwhile; that of other processes is not in it, so a busy machine disturbs it less. */
    List<Double> cpu(String contestant) {
        return Objects.requireNonNull(cpuSeconds.get(contestant), contestant);
    }

    Spread cpuRatio(String dividend, String divisor) {
        return Spread.ofPairs(cpu(dividend), cpu(divisor), (left, right) -> left / right);
    }

    double longest() {
        return seconds.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
