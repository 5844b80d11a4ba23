package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.api.SluiceException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The boundary: whatever a command throws becomes errors on stderr and an exit status. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Invocation invocation;

    Failures(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        Problem problem = UsageProblem.of(failure);
        invocation.printer().print(List.of(problem));
        return ExitStatus.of(problem.code());
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return handle(failure);
    }

    int handle(Throwable failure) {
        SluiceException known = failure instanceof SluiceException sluice ? sluice : unknown(failure);
        invocation.printer().print(known.problems());
        invocation.runLog().record(failure);
        boolean internal =
                known.problems().stream().anyMatch(problem -> ExitStatus.of(problem.code()) == ExitStatus.INTERNAL);
        PrintStream err = invocation.console().err();
        if (internal || invocation.options().verbose) {
            failure.printStackTrace(err);
        }
        invocation.runLog().file().ifPresent(file -> err.println("  log: " + invocation.relative(file)));
        return ExitStatus.of(known);
    }

    private static SluiceException unknown(Throwable failure) {
        return new SluiceException(ErrorCode.INTERNAL_ERROR, "Cannot go on: " + failure, failure);
    }
}
