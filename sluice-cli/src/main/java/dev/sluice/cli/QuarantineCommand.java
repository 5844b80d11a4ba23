package dev.sluice.cli;

import picocli.CommandLine.Command;

/** The commands on bad rows. */
@Command(
        name = "quarantine",
        headerHeading =
                "Examples:%n  sluice quarantine show orders%n  sluice quarantine show orders --code NOT_A_DATE -o json%n%n",
        header = "Look at the rows that did not land, and give them another chance.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        subcommands = {
            QuarantineShowCommand.class,
            QuarantineMineCommand.class,
            QuarantineReplayCommand.class,
            QuarantineEditCommand.class,
            QuarantineDiscardCommand.class,
            QuarantinePurgeCommand.class
        })
final class QuarantineCommand {}
