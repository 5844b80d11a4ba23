package dev.sluice.spark.faults;

import dev.sluice.spark.commit.CommitStep;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** Starts the processes of a fault: the distribution's own command, or one that stands still at a step. */
record Processes(Path app, Path classes, FaultProject project) {
    /** What a command wrote to stdout, and its exit status. */
    record Output(int status, String out) {}

    /** A run of the distribution, which tells its steps as JSON on the stream returned by {@code getInputStream}. */
    Process run() throws IOException {
        return sluice("run", project.pipeline(), "--events", "ndjson")
                .redirectErrorStream(true)
                .start();
    }

    Output command(String... arguments) throws IOException, InterruptedException {
        Process process = sluice(arguments).redirectError(log()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), out);
    }

    /** Comes up to a step and stands still. */
    Process halted(String side, CommitStep step) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
        command.addAll(List.of("-cp", classes + ":" + app + "/lib/light/*:" + app + "/lib/spark/*"));
        command.addAll(
                List.of(HaltedRun.class.getName(), project.folder().toString(), project.pipeline(), side, step.name()));
        command.addAll(project.overrides());
        return new ProcessBuilder(command).redirectError(log()).start();
    }

    /** Reads lines until one holds the word; false if the stream ends before. */
    static boolean await(InputStream stream, String word) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(word)) {
                return true;
            }
        }
        return false;
    }

    ProcessBuilder sluice(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                app.resolve("bin/sluice").toString(),
                "--project",
                project.folder().toString()));
        project.overrides().forEach(override -> command.addAll(List.of("--set", override)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        // The state lies in the project, wherever the caller keeps his own.
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        return builder;
    }

    private ProcessBuilder.Redirect log() {
        return ProcessBuilder.Redirect.appendTo(new File(project.folder().toFile(), "processes.log"));
    }
}
