package dev.sluice.cli;

import picocli.CommandLine.Option;

/** Where Spark runs. */
final class MasterOption {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master; else spark.master of the project, else local[*].")
    String master = "";
}
