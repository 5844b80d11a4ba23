package dev.sluice.core.testing;

import java.util.List;

/**
 * How all cases ended.
 *
 * @param coverage of the pipelines that some case runs
 * @param untested pipelines of the project that no case runs
 * @param seconds wall-clock time
 */
public record TestReport(List<CaseResult> results, List<RuleCoverage> coverage, List<String> untested, double seconds) {
    public TestReport {
        results = List.copyOf(results);
        coverage = List.copyOf(coverage);
        untested = List.copyOf(untested);
    }

    public long passed() {
        return results.stream().filter(CaseResult::passed).count();
    }

    public long failed() {
        return results.size() - passed();
    }
}
