package dev.sluice.cli;

import dev.sluice.api.Problem;
import dev.sluice.core.config.ProblemPrinter;
import java.util.List;

/** Prints errors on stderr, in the form that all of them have. */
final class ErrorPrinter {
    private final Invocation invocation;

    ErrorPrinter(Invocation invocation) {
        this.invocation = invocation;
    }

    void print(List<Problem> problems) {
        ProblemPrinter printer =
                new ProblemPrinter(invocation.projectFolder(), invocation.environment(), invocation.colorOnErr());
        invocation.console().out().flush();
        invocation.console().err().print(printer.print(problems));
    }
}
