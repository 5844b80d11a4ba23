package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the completion of a shell. */
@Command(
        name = "completion",
        headerHeading =
                "Examples:%n  source <(sluice completion bash)%n  sluice completion zsh > ~/.sluice-completion.zsh%n%n",
        header = "Print the completion script of a shell.",
        sortOptions = false)
final class CompletionCommand implements Callable<Integer> {
    private final Invocation invocation;

    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    Shell shell = Shell.BASH;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec spec;

    CompletionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        String bash = AutoComplete.bash("sluice", spec.root().commandLine());
        // zsh runs bash's completion once it is told so; the script then needs both of these to be loaded.
        String prelude = shell == Shell.ZSH ? "autoload -Uz compinit bashcompinit && compinit && bashcompinit\n" : "";
        invocation.console().out().print(prelude + bash);
        return ExitStatus.OK;
    }
}
