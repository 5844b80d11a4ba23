package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;

/**
 * Which quarantined rows are meant; what is empty does not restrict.
 *
 * @param file the end of a source file's URI, such as its name
 * @param column a column that a reason names
 * @param ids quarantine ids
 */
public record QuarantineFilter(
        Optional<String> code,
        Optional<String> rule,
        Optional<String> file,
        Optional<String> run,
        Optional<String> column,
        Set<String> ids) {
    public static final QuarantineFilter ALL =
            new QuarantineFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public QuarantineFilter {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        requireNonNull(file, "file");
        requireNonNull(run, "run");
        requireNonNull(column, "column");
        ids = Set.copyOf(ids);
    }

    public QuarantineFilter(Optional<String> code, Optional<String> rule, Optional<String> file, Optional<String> run) {
        this(code, rule, file, run, Optional.empty(), Set.of());
    }
}
