package dev.sluice.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Holds measured values against checks. */
public final class Judge {
    /** Fewer values have no deviation worth the name. */
    private static final int RUNS_FOR_DEVIATION = 3;

    private Judge() {}

    /** @param history the value in the last published runs, newest first; no more than the check looks back to */
    public static CheckResult judge(BatchCheck check, OptionalDouble value, List<Double> history) {
        if (value.isEmpty()) {
            return result(check, value, true, "there was nothing to measure");
        }
        double measured = value.getAsDouble();
        List<String> faults = new ArrayList<>();
        List<String> held = new ArrayList<>();
        check.min().ifPresent(min -> hold(measured >= min, "at least " + Figure.of(min), faults, held));
        check.max().ifPresent(max -> hold(measured <= max, "at most " + Figure.of(max), faults, held));
        check.drift().ifPresent(drift -> drift(drift, measured, history, faults, held));
        check.deviations().ifPresent(deviations -> deviation(deviations, measured, history, faults, held));
        String message = "%s is %s, %s"
                .formatted(
                        check.measured(),
                        Figure.of(measured),
                        faults.isEmpty() ? String.join(", ", held) : "not " + String.join(", not ", faults));
        return result(check, value, faults.isEmpty(), message);
    }

    private static void drift(
            double drift, double measured, List<Double> history, List<String> faults, List<String> held) {
        if (history.isEmpty()) {
            held.add("the first of its kind");
            return;
        }
        double mean = mean(history);
        double most = Math.abs(mean) * drift;
        hold(
                Math.abs(measured - mean) <= most + 1e-9 * Math.abs(mean),
                "within %s %% of %s, the mean of %s"
                        .formatted(Figure.of(100 * drift), Figure.of(mean), runs(history.size())),
                faults,
                held);
    }

    private static void deviation(
            double deviations, double measured, List<Double> history, List<String> faults, List<String> held) {
        if (history.size() < RUNS_FOR_DEVIATION) {
            held.add("too early to tell from %s".formatted(runs(history.size())));
            return;
        }
        double mean = mean(history);
        double deviation = Math.sqrt(history.stream()
                        .mapToDouble(each -> (each - mean) * (each - mean))
                        .sum()
                / (history.size() - 1));
        // A value that never moved may still tremble by rounding.
        double most = Math.max(deviations * deviation, 1e-9 * Math.abs(mean));
        hold(
                Math.abs(measured - mean) <= most,
                "within %s deviations (of %s) of %s, the mean of %s"
                        .formatted(Figure.of(deviations), Figure.of(deviation), Figure.of(mean), runs(history.size())),
                faults,
                held);
    }

    private static void hold(boolean passed, String demand, List<String> faults, List<String> held) {
        (passed ? held : faults).add(demand);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static String runs(int count) {
        return count == 1 ? "1 run" : count + " runs";
    }

    private static CheckResult result(BatchCheck check, OptionalDouble value, boolean passed, String message) {
        return new CheckResult(check.name(), check.measured(), check.severity(), value, passed, message);
    }
}
