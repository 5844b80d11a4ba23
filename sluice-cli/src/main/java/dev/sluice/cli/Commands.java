package dev.sluice.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** All commands, put together. */
final class Commands {
    private final Invocation invocation;

    Commands(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Carries out one command line; never throws. */
    int execute(String... args) {
        try {
            return commandLine().execute(args);
        } catch (Error e) {
            // Out of memory, or a class that is missing: picocli hands on exceptions only.
            return new Failures(invocation).handle(e);
        }
    }

    /** Knows every command and option, also for completion. */
    CommandLine commandLine() {
        Failures failures = new Failures(invocation);
        CommandLine line = new CommandLine(new SluiceCommand(), new CommandFactory(invocation));
        invocation.bind(((SluiceCommand) line.getCommand()).options);
        line.setOut(writer(invocation.console().out()));
        line.setErr(writer(invocation.console().err()));
        line.setParameterExceptionHandler(failures);
        line.setExecutionExceptionHandler(failures);
        line.setExecutionStrategy(parsed -> HelpWhenBare.executeOrHelp(parsed, line));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(Math.max(80, Math.min(120, invocation.console().columns())));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(invocation.colorOnOut() ? Ansi.ON : Ansi.OFF));
        line.setAbbreviatedOptionsAllowed(false);
        line.setUnmatchedOptionsArePositionalParams(false);
        return line;
    }

    private static PrintWriter writer(java.io.PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
