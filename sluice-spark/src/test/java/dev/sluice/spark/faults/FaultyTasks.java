package dev.sluice.spark.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Lets first attempts of tasks fail or linger when all their work is done, and before anybody hears of it: a plug-in of
 * Spark's own, so that no line of the product knows of it. What is to happen is read from the file {@code order} of a
 * folder that all processes see: a word and the number of a partition; each time that it happens, {@code struck} grows
 * by a line.
 */
public final class FaultyTasks implements SparkPlugin {
    static final String FOLDER = "spark.faults.folder";
    static final String THROW = "throw";
    static final String LINGER = "linger";

    private static final int LINGERS_MILLIS = 30_000;

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {};
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new Tasks();
    }

    static void order(Path folder, String word, int partition) throws IOException {
        Files.writeString(folder.resolve("order"), word + " " + partition);
        Files.deleteIfExists(folder.resolve("struck"));
    }

    static boolean struck(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("order"));
        return Files.exists(folder.resolve("struck"));
    }

    private static final class Tasks implements ExecutorPlugin {
        private Path folder = Path.of("");

        @Override
        public void init(PluginContext context, Map<String, String> extra) {
            folder = Path.of(context.conf().get(FOLDER));
        }

        @Override
        public void onTaskStart() {
            TaskContext task = TaskContext.get();
            String order = order();
            if (task.attemptNumber() == 0 && order.endsWith(" " + task.partitionId())) {
                boolean fails = order.startsWith(THROW);
                task.addTaskCompletionListener((TaskCompletionListener) ended -> strike(ended, fails));
            }
        }

        private void strike(TaskContext task, boolean fails) {
            if (task.isFailed() || task.isInterrupted()) {
                return;
            }
            try {
                Files.writeString(
                        folder.resolve("struck"), "x\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (fails) {
                throw new IllegalStateException("the task fails though all is written");
            }
            long until = System.currentTimeMillis() + LINGERS_MILLIS;
            while (!task.isInterrupted() && System.currentTimeMillis() < until) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private String order() {
            try {
                return Files.readString(folder.resolve("order"));
            } catch (IOException e) {
                // There is none at the moment.
                return "";
            }
        }
    }
}
