package dev.sluice.cli.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps the full log of one command with Spark. Log4j, which Spark brings, is told of it through system
 * properties, so it must be begun before the first class of Spark is touched. For one thread.
 */
public final class RunLog {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private @Nullable Path file;

    /**
     * Begins the log; without a file where the folder cannot be written, since a log is no reason to fail.
     *
     * @param state the project's state folder
     * @param console the lowest level that reaches stderr, such as {@code WARN}
     */
    public void begin(Path state, String command, String console) {
        Path folder = state.resolve("logs");
        String name = "%s-%s-%d.log"
                .formatted(
                        STAMP.format(Instant.now()),
                        command,
                        ProcessHandle.current().pid());
        try {
            Files.createDirectories(folder);
            file = Files.createFile(folder.resolve(name));
        } catch (IOException e) {
            file = null;
        }
        System.setProperty("sluice.log.file", file == null ? "/dev/null" : file.toString());
        System.setProperty("sluice.log.console", console);
        System.setProperty("log4j2.configurationFile", "classpath:dev/sluice/cli/session/log4j2.properties");
        System.setProperty("log4j2.disableJmx", "true");
        // The JVM ends by a shutdown hook of Spark, which still logs; log4j must not close before.
        System.setProperty("log4j2.shutdownHookEnabled", "false");
    }

    /** The file; empty for a command that keeps no log. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Adds the stack trace. */
    public void record(Throwable failure) {
        if (file == null) {
            return;
        }
        try (PrintWriter writer =
                new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND))) {
            failure.printStackTrace(writer);
        } catch (IOException e) {
            // The error itself is on stderr.
            return;
        }
    }
}
