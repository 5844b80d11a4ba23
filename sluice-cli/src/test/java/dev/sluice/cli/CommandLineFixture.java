package dev.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/** Commands as a user types them, in this process, and what the last one printed. */
final class CommandLineFixture {
    private static final int COLUMNS = 100;

    private final Supplier<Path> folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** @param folder where the commands are typed, asked for at each */
    CommandLineFixture(Supplier<Path> folder) {
        this.folder = folder;
    }

    /** @return the exit status */
    int run(String... args) {
        return runIn(folder.get(), Map.of(), args);
    }

    int runIn(Path where, Map<String, String> environment, String... args) {
        out.reset();
        err.reset();
        return commands(where, environment).execute(args);
    }

    Commands commands() {
        return commands(folder.get(), Map.of());
    }

    private Commands commands(Path where, Map<String, String> environment) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                COLUMNS);
        return new Commands(Invocation.of(console, environment, where));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
