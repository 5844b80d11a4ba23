package dev.sluice.spark.plan;

import dev.sluice.core.budget.Budget;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The rules and columns that have a budget of their own: of these, rows are counted, whatever their reasons are. */
record Watched(String[] rules, String[] columns) implements Serializable {
    static Watched of(Budget budget) {
        return new Watched(
                budget.rules().keySet().toArray(String[]::new),
                budget.columns().keySet().toArray(String[]::new));
    }

    int size() {
        return rules.length + columns.length;
    }

    /** Those that a reason concerns. */
    int[] concernedBy(String rule, String... named) {
        return IntStream.range(0, size())
                .filter(i -> i < rules.length
                        ? rules[i].equals(rule)
                        : Arrays.asList(named).contains(columns[i - rules.length]))
                .toArray();
    }

    /** Counts of rules by name. */
    Map<String, Long> byRule(long[] counts, int from) {
        return named(rules, counts, from);
    }

    /** Counts of columns by name. */
    Map<String, Long> byColumn(long[] counts, int from) {
        return named(columns, counts, from + rules.length);
    }

    private static Map<String, Long> named(String[] names, long[] counts, int from) {
        Map<String, Long> named = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            named.put(names[i], counts[from + i]);
        }
        return named;
    }
}
