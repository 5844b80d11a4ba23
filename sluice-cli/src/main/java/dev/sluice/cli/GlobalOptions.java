package dev.sluice.cli;

import dev.sluice.cli.output.OutputFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The options that every command knows, before or after its name. */
final class GlobalOptions {
    enum Color {
        auto,
        always,
        never
    }

    enum Events {
        ndjson
    }

    @Option(
            names = "--project",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The project's folder; else the one here or above that holds sluice.yaml.")
    @Nullable
    Path project;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The environment: reads conf/NAME.yaml and the pipeline's env section.")
    @Nullable
    String environment;

    @Option(
            names = "--name",
            paramLabel = "DEPLOYMENT",
            scope = ScopeType.INHERIT,
            description =
                    "A deployment of the pipeline beside the live one, such as v2, with tables and runs of its own.")
    @Nullable
    String deployment;

    // Picocli empties a repeatable option's list again when it comes to the command's name, so it is filled by hand.
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            parameterConsumer = AddOverride.class,
            description = "Set a key of the configuration; +KEY=VALUE appends, ~KEY deletes. Repeatable.")
    @Nullable
    String lastOverride;

    /** As typed, in order. */
    final List<String> overrides = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "table (default), json or csv.")
    OutputFormat output = OutputFormat.table;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress and no warnings.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "More log, and stack traces.")
    boolean verbose;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description = "auto (default), always or never; NO_COLOR is honoured.")
    Color color = Color.auto;

    @Option(
            names = "--no-input",
            scope = ScopeType.INHERIT,
            description = "Never ask; answer every question with its default.")
    boolean noInput;

    @Option(
            names = "--events",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "ndjson: progress on stderr as one JSON object a line.")
    @Nullable
    Events events;

    static final class AddOverride implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            if (words.isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "Missing required parameter for option '--set' (KEY=VALUE)");
            }
            ((SluiceCommand) command.root().userObject()).options.overrides.add(words.pop());
        }
    }
}
