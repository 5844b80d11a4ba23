package dev.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Seconds taken, by contestant, round after round. For one thread. */
final class Times {
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    void add(String contestant, double taken) {
        seconds.computeIfAbsent(contestant, any -> new ArrayList<>()).add(taken);
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

    double longest() {
        return seconds.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
