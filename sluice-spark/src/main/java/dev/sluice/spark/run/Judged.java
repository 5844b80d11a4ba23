package dev.sluice.spark.run;

import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.budget.Overrun;
import dev.sluice.core.check.CheckResult;
import dev.sluice.spark.commit.PreparedRun;
import dev.sluice.spark.commit.Replaced;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run as written, and what keeps it from being published until somebody accepts it.
 *
 * @param run held if, and only if, there are overruns, or checks or audits that forbid
 * @param overruns where it exceeds its budget
 */
record Judged(PreparedRun run, List<Overrun> overruns) {
    private static final int SHOWN = 5;

    /** @param refusal why its way of writing holds it; empty if it does not */
    static Judged of(
            PreparedRun run,
            List<Overrun> overruns,
            List<CheckResult> checks,
            List<AuditResult> audits,
            Optional<String> refusal) {
        List<String> reasons = Stream.of(
                        refusal.stream(),
                        overruns.stream().map(Overrun::describe),
                        checks.stream().filter(CheckResult::forbids).map(Judged::describe),
                        audits.stream().filter(AuditResult::forbids).map(Judged::describe))
                .flatMap(each -> each)
                .toList();
        return new Judged(reasons.isEmpty() ? run : run.heldBecause(why(reasons)), overruns);
    }

    /** The same, with other rows that give way to its own. */
    Judged replacing(Replaced replaced) {
        return new Judged(run.replacing(replaced), overruns);
    }

    boolean held() {
        return run.held().isPresent();
    }

    private static String describe(CheckResult check) {
        return "check '%s' failed: %s".formatted(check.name(), check.message());
    }

    private static String describe(AuditResult audit) {
        return "audit '%s' failed: %s".formatted(audit.name(), audit.message());
    }

    private static String why(List<String> reasons) {
        String more = reasons.size() > SHOWN ? "; and %d more".formatted(reasons.size() - SHOWN) : "";
        return reasons.stream().limit(SHOWN).collect(Collectors.joining("; ")) + more;
    }
}
