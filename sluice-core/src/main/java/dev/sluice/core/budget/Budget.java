package dev.sluice.core.budget;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pipeline may reject. Judged before anything is published, on what the tasks counted.
 *
 * @param rejected of all rows
 * @param rules rows with a reason of a rule, by the rule's name
 * @param columns rows with a reason that names a column, by the column's name
 * @param files of the rows of each source file
 */
public record Budget(
        Optional<Limit> rejected, Map<String, Limit> rules, Map<String, Limit> columns, Optional<Limit> files) {
    /** Anything may be rejected. */
    public static final Budget NONE = new Budget(Optional.empty(), Map.of(), Map.of(), Optional.empty());

    public Budget {
        requireNonNull(rejected, "rejected");
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        requireNonNull(files, "files");
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Where the run has more bad rows than allowed; of files the worst first. Empty if it may be published. */
    public List<Overrun> judge(BudgetCounts counts) {
        List<Overrun> overruns = new ArrayList<>();
        rejected.filter(limit -> limit.isExceededBy(counts.bad(), counts.read()))
                .ifPresent(limit ->
                        overruns.add(new Overrun(Overrun.Subject.ROWS, "", counts.bad(), counts.read(), limit)));
        judge(Overrun.Subject.RULE, rules, counts.badByRule(), counts.read(), overruns);
        judge(Overrun.Subject.COLUMN, columns, counts.badByColumn(), counts.read(), overruns);
        files.ifPresent(limit -> counts.files().stream()
                .filter(file -> limit.isExceededBy(file.bad(), file.read()))
                .sorted(Comparator.comparingLong(BudgetCounts.FileCount::bad).reversed())
                .forEach(file ->
                        overruns.add(new Overrun(Overrun.Subject.FILE, file.path(), file.bad(), file.read(), limit))));
        return overruns;
    }

    private static void judge(
            Overrun.Subject subject,
            Map<String, Limit> limits,
            Map<String, Long> bad,
            long read,
            List<Overrun> overruns) {
        limits.forEach((name, limit) -> {
            long rows = bad.getOrDefault(name, 0L);
            if (limit.isExceededBy(rows, read)) {
                overruns.add(new Overrun(subject, name, rows, read, limit));
            }
        });
    }
}
