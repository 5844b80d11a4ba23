package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.ErrorType;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.core.testing.TestReport;
import java.util.Optional;

/** How a process ends. The numbers are promised to scripts. */
public final class ExitStatus {
    public static final int OK = 0;
    public static final int INTERNAL = 1;
    public static final int USAGE = 2;
    public static final int FAILED = 3;
    public static final int HELD_BY_AUDIT = 4;
    public static final int HELD_BY_BUDGET = 5;
    public static final int DIFFERENCES = 6;
    public static final int NOTHING_SELECTED = 7;
    public static final int INTERRUPTED = 130;

    private ExitStatus() {}

    /** A defect outweighs a failure, and a failure a mistake of the user. */
    public static int of(SluiceException failure) {
        return failure.problems().stream()
                .map(Problem::code)
                .mapToInt(ExitStatus::of)
                .reduce(ExitStatus::worse)
                .orElse(INTERNAL);
    }

    static int of(ErrorCode code) {
        if (code == ErrorCode.NOTHING_SELECTED || code == ErrorCode.NO_ROWS_SELECTED || code == ErrorCode.NO_TESTS) {
            return NOTHING_SELECTED;
        }
        if (code == ErrorCode.RUN_HELD) {
            return HELD_BY_BUDGET;
        }
        return switch (code.type()) {
            case USER -> USAGE;
            case DATA, EXTERNAL -> FAILED;
            case INTERNAL -> INTERNAL;
        };
    }

    static int of(RunResult result) {
        return result.state() == RunState.HELD
                        && (result.checks().stream().anyMatch(CheckResult::forbids)
                                || result.audits().stream().anyMatch(AuditResult::forbids))
                ? HELD_BY_AUDIT
                : worst(of(result.state()), undelivered(result) ? FAILED : OK);
    }

    /** What is published stays published; but who relies on a sink must hear of it. */
    static boolean undelivered(RunResult result) {
        return result.deliveries().stream().anyMatch(delivery -> delivery.failure() != null);
    }

    /** A defect, or a failure of what is around Sluice, is not for a case to judge. */
    static int of(TestReport report) {
        return report.results().stream()
                .flatMap(result -> Optional.ofNullable(result.failure()).stream())
                .flatMap(failure -> failure.problems().stream())
                .map(Problem::code)
                .filter(code -> code.type() == ErrorType.INTERNAL || code.type() == ErrorType.EXTERNAL)
                .map(ExitStatus::of)
                .reduce(ExitStatus::worse)
                .orElse(report.failed() > 0 ? DIFFERENCES : OK);
    }

    static int of(RunState state) {
        return switch (state) {
            case PUBLISHED, ALREADY_LANDED, DISCARDED, ROLLED_BACK -> OK;
            case HELD -> HELD_BY_BUDGET;
            case RUNNING, PREPARED, FAILED -> FAILED;
        };
    }

    /** Of runs that each ended by themselves: a failure outweighs one that is held, and that one that had nothing to do. */
    static int worst(int a, int b) {
        if (a == INTERNAL || b == INTERNAL || a == FAILED || b == FAILED) {
            return worse(a, b);
        }
        return a == OK || a == NOTHING_SELECTED ? b == OK ? a : b : a;
    }

    private static int worse(int a, int b) {
        if (a == INTERNAL || b == INTERNAL) {
            return INTERNAL;
        }
        if (a == FAILED || b == FAILED) {
            return FAILED;
        }
        return Math.min(a, b);
    }
}
