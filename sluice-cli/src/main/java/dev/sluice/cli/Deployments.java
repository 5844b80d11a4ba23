package dev.sluice.cli;

import java.util.Set;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands that know deployments of a pipeline beside each other. */
final class Deployments {
    private static final Set<String> KNOWING = Set.of(
            "plan",
            "run",
            "backfill",
            "windows",
            "retry",
            "publish",
            "discard",
            "rollback",
            "promote",
            "maintain",
            "quarantine",
            "runs");

    private Deployments() {}

    /** An option that changed nothing would let somebody believe that the live deployment is left alone. */
    static void refuseWhereNoneIsMeant(ParseResult parsed) {
        SluiceCommand root = (SluiceCommand) parsed.commandSpec().userObject();
        if (root.options.deployment == null || !parsed.hasSubcommand()) {
            return;
        }
        ParseResult command = parsed.subcommand();
        if (!KNOWING.contains(command.commandSpec().name())) {
            throw new ParameterException(
                    command.commandSpec().commandLine(),
                    "Cannot take --name: '%s' has nothing to do with deployments"
                            .formatted(command.commandSpec().qualifiedName()));
        }
    }
}
