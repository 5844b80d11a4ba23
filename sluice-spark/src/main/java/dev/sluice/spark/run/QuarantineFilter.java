package dev.sluice.spark.run;

import static java.util.Objects.requireNonNull;

import dev.sluice.core.window.Window;
import java.util.Optional;
import java.util.Set;

/**
 * Which quarantined rows are meant; what is empty does not restrict.
 *
 * @param file the end of a source file's URI, such as its name
 * @param column a column that a reason names
 * @param ids quarantine ids
 * @param home the window in which the rows are at home
 */
public record QuarantineFilter(
        Optional<String> code,
        Optional<String> rule,
        Optional<String> file,
        Optional<String> run,
        Optional<String> column,
        Set<String> ids,
        Optional<Window> home) {
    public static final QuarantineFilter ALL =
            new QuarantineFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public QuarantineFilter {
        requireNonNull(code, "code");
        requireNonNull(rule, "rule");
        requireNonNull(file, "file");
        requireNonNull(run, "run");
        requireNonNull(column, "column");
        ids = Set.copyOf(ids);
        requireNonNull(home, "home");
    }

    public QuarantineFilter(
            Optional<String> code,
            Optional<String> rule,
            Optional<String> file,
            Optional<String> run,
            Optional<String> column,
            Set<String> ids) {
        this(code, rule, file, run, column, ids, Optional.empty());
    }

    public QuarantineFilter(Optional<String> code, Optional<String> rule, Optional<String> file, Optional<String> run) {
        this(code, rule, file, run, Optional.empty(), Set.of());
    }

    /** Those of one window. */
    QuarantineFilter in(Window window) {
        return new QuarantineFilter(code, rule, file, run, column, ids, Optional.of(window));
    }
}
