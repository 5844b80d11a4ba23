package dev.sluice.core.audit;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.Severity;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A demand on what a run has written, together with what is published. It has been held against the allow-list.
 *
 * @param text the query or the condition, as written
 * @param condition whether the text is a condition over the staged rows together; else a query whose rows are faults
 */
public record DatasetAudit(
        String name,
        String text,
        boolean condition,
        Severity severity,
        @Nullable Location location) {
    /** The rows that the run would land. */
    public static final String STAGED = "staged";

    /** The target as its readers see it. */
    public static final String PUBLISHED = "published";

    /** The target as its readers would see it once the run is published. */
    public static final String RESULT = "result";

    /** The tables that a query may read. */
    public static final List<String> TABLES = List.of(STAGED, PUBLISHED, RESULT);

    public DatasetAudit {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
        requireNonNull(severity, "severity");
    }

    /** The same with another text. */
    public DatasetAudit with(UnaryOperator<String> change) {
        return new DatasetAudit(name, change.apply(text), condition, severity, location);
    }

    /** A query that gives rows if, and only if, the audit fails. */
    public String query() {
        // The line break ends a comment.
        return condition
                ? "SELECT * FROM (SELECT (%s\n) AS holds FROM %s) WHERE NOT holds".formatted(text, STAGED)
                : text;
    }
}
