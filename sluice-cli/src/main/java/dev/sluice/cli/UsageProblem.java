package dev.sluice.cli;

import dev.sluice.api.ErrorCode;
import dev.sluice.api.Problem;
import dev.sluice.core.type.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in the form of every other error. */
final class UsageProblem {
    private UsageProblem() {}

    static Problem of(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String help = "see '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(unmatched.getUnmatched().get(0), command.getCommandSpec(), help);
        }
        ErrorCode code =
                failure instanceof MissingParameterException ? ErrorCode.INVALID_USAGE : ErrorCode.INVALID_ARGUMENT;
        return Problem.of(code, message(failure)).withHint(help);
    }

    private static Problem unmatched(String word, CommandSpec command, String help) {
        if (word.startsWith("-")) {
            String name = word.split("=", 2)[0];
            return Problem.of(
                            ErrorCode.UNKNOWN_OPTION,
                            "unknown option '%s' of '%s'".formatted(name, command.qualifiedName()))
                    .withHint(hint(name, optionNames(command), help));
        }
        if (!command.subcommands().isEmpty()) {
            return Problem.of(ErrorCode.UNKNOWN_COMMAND, "unknown command '%s'".formatted(word))
                    .withHint(hint(word, List.copyOf(command.subcommands().keySet()), help));
        }
        return Problem.of(
                        ErrorCode.INVALID_USAGE,
                        "unexpected argument '%s' of '%s'".formatted(word, command.qualifiedName()))
                .withHint(help);
    }

    private static String hint(String word, List<String> known, String otherwise) {
        @Nullable String near = DidYouMean.hint(word, known);
        return near == null ? otherwise : near;
    }

    private static List<String> optionNames(CommandSpec command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            names.addAll(List.of(option.names()));
        }
        return names;
    }

    /** Picocli's sentence in the form of ours: small first letter, no full stop, one line. */
    private static String message(ParameterException failure) {
        String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("invalid command line");
        String oneLine = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return oneLine.substring(0, 1).toLowerCase(Locale.ROOT) + oneLine.substring(1);
    }
}
