package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Which quarantined rows to show; what is empty does not restrict.
 *
 * @param file the end of a source file's URI, such as its name
 */
public record QuarantineFilter(
        Optional<String> code, Optional<String> rule, Optional<String> file, Optional<String> run) {
    public static final QuarantineFilter ALL =
            new QuarantineFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public QuarantineFilter {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        requireNonNull(file, "file");
        requireNonNull(run, "run");
    }
}
