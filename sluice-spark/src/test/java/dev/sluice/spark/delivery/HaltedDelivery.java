package dev.sluice.spark.delivery;

import dev.sluice.core.config.Project;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/**
 * A process that delivers up to a moment, says so on stdout and stands still, until it is killed. Arguments: folder of the
 * project, {@code before} or {@code after}, step, and which sink's it is, from 1 on.
 */
public final class HaltedDelivery {
    private static final String REACHED = "sluice-halted";

    private HaltedDelivery() {}

    public static void main(String[] args) throws Exception {
        Moment moment = new Moment(args[1], DeliveryStep.valueOf(args[2]), Integer.parseInt(args[3]));
        Project project = Project.open(Path.of(args[0]), Optional.empty(), List.of(), Map.of());
        try (SparkSession spark = SparkSession.builder()
                        .master("local[2]")
                        .appName("halted-delivery")
                        .config("spark.ui.enabled", "false")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config("spark.driver.host", "127.0.0.1")
                        .config("spark.sql.shuffle.partitions", "2")
                        .config("spark.sql.artifact.isolation.enabled", "false")
                        .getOrCreate();
                Sluice sluice = Sluice.open(project, spark, CommitObserver.NONE, moment)) {
            System.out.println(sluice.deliver("orders", RunListener.SILENT));
        }
    }

    /** Starts one with the class path of the tests, and kills it when it stands still. */
    static void kill(Path folder, String side, DeliveryStep step, int sink) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx1g"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+")));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HaltedDelivery.class.getName(),
                folder.toString(),
                side,
                step.name(),
                String.valueOf(sink)));
        Process child = new ProcessBuilder(command)
                .redirectError(Redirect.to(folder.resolve("child.log").toFile()))
                .start();
        try {
            if (!reached(child.getInputStream())) {
                throw new AssertionError("not reached: %s %s of sink %d, see %s"
                        .formatted(side, step, sink, folder.resolve("child.log")));
            }
        } finally {
            int ignored = child.destroyForcibly().waitFor();
        }
    }

    private static boolean reached(InputStream out) {
        StringBuilder said = new StringBuilder();
        Scanner lines = new Scanner(out, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String line = lines.nextLine();
            if (line.contains(REACHED)) {
                return true;
            }
            said.append(line).append('\n');
        }
        System.out.println(said);
        return false;
    }

    private static final class Moment implements DeliveryObserver {
        private final String side;
        private final DeliveryStep at;
        private int left;

        private Moment(String side, DeliveryStep at, int occurrence) {
            this.side = side;
            this.at = at;
            this.left = occurrence;
        }

        @Override
        public void before(DeliveryStep step) {
            haltIf(side.equals("before") && step == at);
        }

        @Override
        public void after(DeliveryStep step) {
            haltIf(side.equals("after") && step == at);
        }

        private void haltIf(boolean here) {
            if (!here || --left > 0) {
                return;
            }
            System.out.println(REACHED);
            System.out.flush();
            while (true) {
                try {
                    Thread.sleep(Long.MAX_VALUE);
                } catch (InterruptedException e) {
                    // Only SIGKILL ends this process.
                    continue;
                }
            }
        }
    }
}
