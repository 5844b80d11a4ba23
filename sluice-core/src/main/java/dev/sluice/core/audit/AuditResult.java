package dev.sluice.core.audit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run stood to an audit.
 *
 * @param rows how many rows its query gave; none if the run passed
 * @param columns of its query
 * @param sample some of the rows, each with a value for each column, as text
 * @param message one line
 */
public record AuditResult(
        String name,
        Severity severity,
        long rows,
        List<String> columns,
        List<List<@Nullable String>> sample,
        String message) {
    public AuditResult {
        requireNonNull(name, "name");
        requireNonNull(severity, "severity");
        columns = List.copyOf(columns);
        List<List<@Nullable String>> copied = new ArrayList<>();
        sample.forEach(row -> copied.add(Collections.unmodifiableList(new ArrayList<>(row))));
        sample = Collections.unmodifiableList(copied);
        requireNonNull(message, "message");
    }

    /** The result of an audit whose query gave so many rows. */
    public static AuditResult of(
            DatasetAudit audit, long rows, List<String> columns, List<List<@Nullable String>> sample) {
        String message;
        if (rows == 0) {
            message = audit.condition() ? "holds" : "no rows";
        } else if (audit.condition()) {
            message = "not %s".formatted(line(audit.text()));
        } else {
            message = "%,d %s, such as %s".formatted(rows, rows == 1 ? "row" : "rows", row(columns, sample));
        }
        return audit.condition()
                ? new AuditResult(audit.name(), audit.severity(), rows, List.of(), List.of(), message)
                : new AuditResult(audit.name(), audit.severity(), rows, columns, sample, message);
    }

    public boolean passed() {
        return rows == 0;
    }

    /** Whether it keeps the run from being published. */
    public boolean forbids() {
        return !passed() && severity == Severity.ERROR;
    }

    private static String row(List<String> columns, List<List<@Nullable String>> sample) {
        List<String> cells = new ArrayList<>();
        List<@Nullable String> first = sample.get(0);
        for (int i = 0; i < columns.size(); i++) {
            cells.add(columns.get(i) + " " + first.get(i));
        }
        return String.join(", ", cells);
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
