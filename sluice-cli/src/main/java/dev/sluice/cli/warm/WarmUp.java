package dev.sluice.cli.warm;

import dev.sluice.cli.Console;
import dev.sluice.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Carries out the common commands on a project of its own, so that the JVM can archive the classes they load. */
public final class WarmUp {
    private WarmUp() {}

    /** @param args {@code light} or {@code spark}, for the class path that is to be archived */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("sluice-warm");
        try {
            String project = folder.resolve("warm").toString();
            run("init", project);
            if (args.length > 0 && args[0].equals("spark")) {
                run("--project", project, "doctor");
                run("--project", project, "plan", "example", "-o", "json");
                run("--project", project, "run", "example");
                run("--project", project, "run", "example", "-o", "json");
                run("--project", project, "query", "SELECT count(*), max(price) FROM shop.example GROUP BY status");
                run("--project", project, "quarantine", "show", "example");
            } else {
                run("--help");
                run("--version");
                run("run", "--help");
                run("--project", project, "validate");
                run("--project", project, "validate", "no_such_pipeline");
                run("--project", project, "config", "example");
                run("--project", project, "config", "example", "--why", "source.files", "-o", "json");
                run("--project", project, "schema");
                run("--project", project, "runs");
                run("completion", "bash");
                run("no-such-command");
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static void run(String... args) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int ignored = Main.run(args, new Console(nowhere, nowhere, false, false, 100));
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
