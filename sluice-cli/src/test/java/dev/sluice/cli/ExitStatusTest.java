package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Location;
import dev.sluice.api.Severity;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.testing.CaseResult;
import dev.sluice.core.testing.Expectation;
import dev.sluice.core.testing.GivenInput;
import dev.sluice.core.testing.RunSetting;
import dev.sluice.core.testing.TestCase;
import dev.sluice.core.testing.TestReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExitStatusTest {
    @Test
    void casesThatFailAreDifferencesAndDefectsAndFullDisksAreNot() {
        assertThat(status()).isEqualTo(ExitStatus.OK);
        assertThat(status(ErrorCode.INVALID_TEST)).isEqualTo(ExitStatus.DIFFERENCES);
        assertThat(status(ErrorCode.INVALID_TEST, ErrorCode.STORAGE_FULL)).isEqualTo(ExitStatus.FAILED);
        assertThat(status(ErrorCode.STORAGE_FULL, ErrorCode.INTERNAL_ERROR, ErrorCode.INVALID_TEST))
                .isEqualTo(ExitStatus.INTERNAL);
    }

    @Test
    void aRunThatIsHeldByAnAuditIsToldFromOneThatIsOverItsBudget() {
        RunResult held = new RunResult(
                "orders",
                "r1",
                "b1",
                RunState.HELD,
                RowCounts.NONE,
                List.of(),
                OptionalLong.empty(),
                null,
                List.of(),
                null,
                1);
        AuditResult warning = new AuditResult("a", Severity.WARNING, 1, List.of(), List.of(), "1 row");
        AuditResult error = new AuditResult("a", Severity.ERROR, 1, List.of(), List.of(), "1 row");

        assertThat(ExitStatus.of(held)).isEqualTo(ExitStatus.HELD_BY_BUDGET);
        assertThat(ExitStatus.of(held.withAudits(List.of(warning)))).isEqualTo(ExitStatus.HELD_BY_BUDGET);
        assertThat(ExitStatus.of(held.withAudits(List.of(warning, error)))).isEqualTo(ExitStatus.HELD_BY_AUDIT);
    }

    private static int status(ErrorCode... failures) {
        List<CaseResult> results = Stream.of(failures)
                .map(code -> new CaseResult(CASE, List.of(), new SluiceException(code, "Cannot"), Set.of(), 1))
                .toList();
        return ExitStatus.of(new TestReport(results, List.of(), List.of(), 1));
    }

    private static final TestCase CASE = new TestCase(
            "a case",
            new Location("tests/a.yaml", 1, 1, 1),
            "p",
            new GivenInput(Map.of(), List.of(), List.of(), Map.of()),
            RunSetting.at(RunSetting.USUAL_NOW),
            new Expectation(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty()));
}
