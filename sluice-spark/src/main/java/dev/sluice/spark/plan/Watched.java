package dev.sluice.spark.plan;

import dev.sluice.core.budget.Budget;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
                        : Stream.of(named).anyMatch(name -> isWithin(name, columns[i - rules.length])))
                .toArray();
    }

    /** Whether a name is that of the column, or the path of a value in it. */
    private static boolean isWithin(String name, String column) {
        return name.startsWith(column)
                && (name.length() == column.length() || ".[".indexOf(name.charAt(column.length())) >= 0);
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
