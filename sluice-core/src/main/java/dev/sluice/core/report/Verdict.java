package dev.sluice.core.report;

import static dev.sluice.core.report.text.Figures.count;
import static dev.sluice.core.report.text.Figures.share;

import dev.sluice.core.audit.AuditResult;
import dev.sluice.core.budget.Overrun;
import dev.sluice.core.check.CheckResult;
import dev.sluice.core.report.text.Shown;
import dev.sluice.core.run.RowCounts;
import dev.sluice.core.run.RunResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the run ended, in a sentence.
 *
 * @param tone the class that colours it: {@code good}, {@code mixed}, {@code bad} or {@code calm}
 */
record Verdict(String sentence, String more, String tone) {
    static Verdict of(RunReport report) {
        RunResult result = report.result();
        RowCounts rows = result.rows();
        String target = Shown.name(report.facts().target(), Limits.NAME);
        return switch (result.state()) {
            case PUBLISHED -> published(rows, target);
            case ALREADY_LANDED ->
                new Verdict(
                        "This batch has landed already.",
                        result.landedBy() == null
                                ? "Nothing was added."
                                : "Run " + Shown.name(result.landedBy(), Limits.NAME)
                                        + " landed it; nothing was added.",
                        "calm");
            case FAILED ->
                new Verdict(
                        "The run failed. Nothing was published.",
                        "Its files are free again: run it once more when the cause is mended.",
                        "bad");
            case HELD -> held(result, target);
            case DISCARDED -> new Verdict("The run was discarded.", "None of its rows can be seen.", "calm");
            case ROLLED_BACK ->
                new Verdict("The run was taken back.", "None of its rows can be seen any more.", "calm");
            case PREPARED ->
                new Verdict(
                        "The run is written and not yet published.",
                        "The next run of this pipeline publishes it.",
                        "mixed");
            case RUNNING -> new Verdict("The run is going on.", "Figures are those of now.", "calm");
        };
    }

    private static Verdict held(RunResult result, String target) {
        Stream<String> failed = result.checks().stream()
                .filter(CheckResult::forbids)
                .map(check -> "check '%s' failed: %s".formatted(check.name(), check.message()));
        Stream<String> audits = result.audits().stream()
                .filter(AuditResult::forbids)
                .map(audit -> "audit '%s' failed: %s".formatted(audit.name(), audit.message()));
        String why = Stream.concat(result.overruns().stream().map(Overrun::describe), Stream.concat(failed, audits))
                .limit(Limits.OVERRUNS)
                .map(text -> Shown.name(text, Limits.NAME))
                .collect(Collectors.joining("; "));
        return new Verdict(
                "The run is held: %s. Nothing landed.".formatted(cause(result)),
                why + ". " + count(result.rows().landed(), "row") + " would land in " + target + ".",
                "bad");
    }

    private static String cause(RunResult result) {
        if (!result.overruns().isEmpty()) {
            return "it has more bad rows than its budget allows";
        }
        return result.checks().stream().anyMatch(CheckResult::forbids)
                ? "its batch failed a check"
                : "it failed an audit";
    }

    private static Verdict published(RowCounts rows, String target) {
        if (rows.read() == 0) {
            return new Verdict("The files held no rows.", "Nothing landed, nothing is in quarantine.", "calm");
        }
        if (rows.quarantined() == 0) {
            String all = rows.landed() == rows.read() ? "All " + count(rows.read()) : count(rows.landed());
            return new Verdict(
                    rows.read() == 1 && rows.landed() == 1 ? "The one row landed." : all + " rows landed.",
                    "They are in " + target + ". No row broke a rule.",
                    "good");
        }
        if (rows.landed() == 0) {
            return new Verdict(
                    "No row landed.",
                    "All of the " + count(rows.quarantined(), "bad row") + " are in quarantine, with their reasons.",
                    "bad");
        }
        return new Verdict(
                count(rows.landed()) + " of " + count(rows.read(), "row") + " landed.",
                count(rows.quarantined()) + " (" + share(rows.quarantined(), rows.read())
                        + ") are in quarantine, each with all of its reasons.",
                "mixed");
    }
}
