package dev.sluice.core.budget;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What the tasks counted of that which a {@link Budget} limits. A row counts once for each rule, column or file.
 *
 * @param badByRule of the rules that have a limit
 * @param badByColumn of the columns that have a limit
 * @param files those with bad rows, where files have a limit
 */
public record BudgetCounts(
        long read, long bad, Map<String, Long> badByRule, Map<String, Long> badByColumn, List<FileCount> files) {
    public BudgetCounts {
        badByRule = Map.copyOf(badByRule);
        badByColumn = Map.copyOf(badByColumn);
        files = List.copyOf(files);
    }

    /** Rows of one source file. */
    public record FileCount(String path, long read, long bad) {
        public FileCount {
            requireNonNull(path, "path");
        }
    }
}
