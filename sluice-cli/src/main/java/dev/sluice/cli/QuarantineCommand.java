package dev.sluice.cli;

import picocli.CommandLine.Command;

/** The commands on bad rows. */
@Command(
        name = "quarantine",
        headerHeading =
                "Examples:%n  sluice quarantine show orders%n  sluice quarantine show orders --code NOT_A_DATE -o json%n%n",
        header = "Look at the rows that did not land.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        subcommands = QuarantineShowCommand.class)
final class QuarantineCommand {}
