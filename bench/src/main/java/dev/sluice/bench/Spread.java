package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/** A median with the least and the greatest value. */
record Spread(double median, double least, double greatest) {
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** Of what the operator makes of each pair. */
    static Spread ofPairs(List<Double> left, List<Double> right, DoubleBinaryOperator operator) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            values.add(operator.applyAsDouble(left.get(i), right.get(i)));
        }
        return of(values);
    }

    String text() {
        return String.format(Locale.ROOT, "%.2f (%.2f .. %.2f)", median, least, greatest);
    }
}
