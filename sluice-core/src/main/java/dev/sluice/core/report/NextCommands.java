package dev.sluice.core.report;

import dev.sluice.core.report.text.Shown;
import dev.sluice.core.run.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What to type next, as it can be typed in the project's folder. */
final class NextCommands {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+-]+");

    /** A command and what it is for. */
    record Command(String text, String purpose) {}

    private NextCommands() {}

    static List<Command> of(RunReport report) {
        RunResult result = report.result();
        String pipeline = word(result.pipeline());
        String environment =
                report.facts().environment().map(name -> " -e " + word(name)).orElse("");
        List<Command> commands = new ArrayList<>();
        switch (result.state()) {
            case FAILED -> {
                commands.add(new Command("sluice validate " + pipeline + environment, "check all that needs no data"));
                commands.add(
                        new Command("sluice doctor" + environment, "check Java, memory, catalog, ledger, storage"));
                commands.add(
                        new Command("sluice run " + pipeline + environment, "run it again when the cause is mended"));
            }
            case HELD -> {
                String run = word(result.runId());
                commands.add(new Command(
                        "sluice quarantine show " + pipeline + " --run " + run + environment,
                        "see the bad rows with all their reasons"));
                commands.add(new Command(
                        "sluice publish " + run + " --accept" + environment, "land the good rows all the same"));
                commands.add(new Command(
                        "sluice discard " + run + " --reason TEXT" + environment,
                        "throw the run away, so that its files can be loaded again"));
            }
            case ALREADY_LANDED ->
                commands.add(new Command("sluice runs " + pipeline + environment, "see the runs of this pipeline"));
            default -> {
                if (result.rows().quarantined() > 0) {
                    commands.add(new Command(
                            "sluice quarantine show " + pipeline + " --run " + word(result.runId()) + environment,
                            "see the bad rows with all their reasons"));
                }
                if (result.rows().landed() > 0) {
                    commands.add(new Command(
                            "sluice query "
                                    + word("SELECT * FROM " + report.facts().target() + " LIMIT 20") + environment,
                            "look at the rows that landed"));
                }
                commands.add(new Command("sluice runs " + pipeline + environment, "see the runs of this pipeline"));
            }
        }
        return commands;
    }

    /** One word for a shell; what cannot be seen is spelled out rather than typed. */
    private static String word(String text) {
        String shown = Shown.name(text, Limits.NAME);
        return PLAIN.matcher(shown).matches() ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }
}
