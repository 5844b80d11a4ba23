package dev.sluice.core.spec;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.Location;
import dev.sluice.api.Severity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What any rule may say beside the options of its validator.
 *
 * @param when an SQL condition over the row and the run; the rule judges only rows for which it is true
 * @param whenAt where that stands; null if nowhere
 */
public record RuleTerms(
        Severity severity, Optional<String> when, @Nullable Location whenAt) {
    /** A rule for every row, whose failure sends the row to quarantine. */
    public static final RuleTerms DEFAULT = new RuleTerms(Severity.ERROR, Optional.empty(), null);

    public RuleTerms {
        requireNonNull(severity, "severity");
        requireNonNull(when, "when");
    }
}
