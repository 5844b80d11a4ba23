package dev.sluice.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spark.commit.CommitStep;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A {@link HaltedRun} with the class path of the tests.
 *
 * @param folder of the project; what the process says on stderr goes to {@code child.log} there
 * @param properties such as {@code -Dfaults.replay=true}
 */
record HaltedProcess(Path folder, String pipeline, List<String> properties) {
    Process start(String side, CommitStep step) throws IOException {
        List<String> command = java(properties, HaltedRun.class, folder.toString(), pipeline, side, step.name());
        return new ProcessBuilder(command)
                .redirectError(Redirect.to(folder.resolve("child.log").toFile()))
                .start();
    }

    /** The command of a process that has Spark and the class path of the tests. */
    static List<String> java(List<String> properties, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx1g"));
        command.addAll(properties);
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Kills it when it stands still. */
    void kill(String side, CommitStep step) throws IOException, InterruptedException {
        Process child = start(side, step);
        try {
            assertThat(Processes.await(child.getInputStream(), HaltedRun.REACHED))
                    .as("reached, see %s", folder.resolve("child.log"))
                    .isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
