package dev.sluice.spark.catalog;

import dev.sluice.api.Problem;
import java.util.List;

/**
 * What a run would do to its tables before it writes.
 *
 * @param createsTarget whether the target does not exist yet
 * @param createsQuarantine whether the quarantine does not exist yet
 * @param createsFixes whether the pipeline mends rows, and the table of fixes does not exist yet
 * @param changes to an existing target, a line each
 * @param warnings a line each
 * @param problems why a run would be refused; empty if it would not
 */
public record TargetPreview(
        boolean createsTarget,
        boolean createsQuarantine,
        boolean createsFixes,
        List<String> changes,
        List<String> warnings,
        List<Problem> problems) {
    public TargetPreview {
        changes = List.copyOf(changes);
        warnings = List.copyOf(warnings);
        problems = List.copyOf(problems);
    }
}
