package dev.sluice.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** A group of commands that is called without one of them shows its help. */
final class HelpWhenBare {
    private HelpWhenBare() {}

    static int executeOrHelp(ParseResult parsed, CommandLine root) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        boolean group = !last.commandSpec().subcommands().isEmpty();
        if (group && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            last.commandSpec().commandLine().usage(root.getOut());
            return ExitStatus.OK;
        }
        Deployments.refuseWhereNoneIsMeant(parsed);
        return new RunLast().execute(parsed);
    }
}
