package dev.sluice.cli;

import java.nio.file.Path;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        Interruption interruption = Interruption.watch(console);
        int status = run(args, console);
        interruption.over();
        console.flush();
        ArchiveTraining.startIfMissing();
        System.exit(status);
    }

    /** Carries out one command line in this process, and returns its exit status. */
    public static int run(String[] args, Console console) {
        return new Commands(Invocation.of(console, System.getenv(), Path.of("").toAbsolutePath())).execute(args);
    }
}
