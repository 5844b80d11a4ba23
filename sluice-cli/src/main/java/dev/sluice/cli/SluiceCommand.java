package dev.sluice.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command that holds all others. */
@Command(
        name = "sluice",
        headerHeading = "Examples:%n  sluice demo%n  sluice run orders -e prod%n%n",
        header = "Composable batch-data pipelines on Spark and Iceberg.",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions, before or after the command:%n",
        commandListHeading = "%nCommands:%n",
        versionProvider = Version.class,
        sortOptions = false,
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            ValidateCommand.class,
            TestCommand.class,
            PlanCommand.class,
            RunCommand.class,
            BackfillCommand.class,
            WindowsCommand.class,
            ProfileCommand.class,
            RetryCommand.class,
            PublishCommand.class,
            DiscardCommand.class,
            RollbackCommand.class,
            PromoteCommand.class,
            DeliverCommand.class,
            MaintainCommand.class,
            QueryCommand.class,
            QuarantineCommand.class,
            RunsCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            SchemaCommand.class,
            CompletionCommand.class
        })
final class SluiceCommand {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of Sluice, Spark, Iceberg and Java.")
    boolean version;
}
