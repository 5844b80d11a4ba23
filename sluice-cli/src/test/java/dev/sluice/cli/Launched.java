package dev.sluice.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code bin/sluice} of the packaged distribution answered, as a process of its own. */
record Launched(int status, String out, String err) {
    static final Path DISTRIBUTION = Path.of(System.getProperty("sluice.distribution"));
    private static final long LIMIT_SECONDS = 300;

    /** Without the archive of classes, whose making would go on beside the tests. */
    static Launched sluice(Path folder, String... args) {
        return with(folder, Map.of("SLUICE_ARCHIVE", "off"), args);
    }

    static Launched with(Path folder, Map<String, String> variables, String... args) {
        try {
            Path out = Files.createTempFile("sluice", ".out");
            Path err = Files.createTempFile("sluice", ".err");
            List<String> command =
                    new ArrayList<>(List.of(DISTRIBUTION.resolve("bin/sluice").toString()));
            command.addAll(List.of(args));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
            builder.environment().putAll(variables);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + LIMIT_SECONDS + " s: " + command);
            }
            Launched launched = new Launched(process.exitValue(), text(out), text(err));
            Files.delete(out);
            Files.delete(err);
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
