package dev.sluice.core.testing;

import static java.util.Objects.requireNonNull;

import dev.sluice.api.SluiceException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a case ended.
 *
 * @param mismatches empty if it passed
 * @param failure why the run failed, where the case did not expect that
 * @param fired the names of the steps that gave some row a reason
 */
public record CaseResult(
        TestCase test,
        List<Mismatch> mismatches,
        @Nullable SluiceException failure,
        Set<String> fired,
        double seconds) {
    public CaseResult {
        requireNonNull(test, "test");
        mismatches = List.copyOf(mismatches);
        fired = Set.copyOf(fired);
    }

    public boolean passed() {
        return mismatches.isEmpty() && failure == null;
    }
}
