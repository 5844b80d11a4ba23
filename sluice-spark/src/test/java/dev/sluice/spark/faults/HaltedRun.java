package dev.sluice.spark.faults;

import dev.sluice.core.config.Project;
import dev.sluice.core.ledger.WindowWish;
import dev.sluice.core.spec.PipelineSpec;
import dev.sluice.core.window.Grid;
import dev.sluice.core.window.TimeText;
import dev.sluice.spark.commit.CommitObserver;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import dev.sluice.spark.run.WindowChoice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * A process that runs a pipeline up to a moment of its publication, says so on stdout and stands still, until it is
 * killed. Another main class than the product's, so that nothing in the product can halt it.
 *
 * <p>Arguments: folder of the project, pipeline, {@code before} or {@code after} or {@code never}, step, then what would
 * stand after {@code --set}. With the property {@code faults.replay} it replays the pipeline's quarantine
 * instead; {@code faults.window} names the window that it runs anew.
 */
public final class HaltedRun {
    /** What is printed when the moment has come. */
    public static final String REACHED = "sluice-halted";

    /** What is printed when the first file is about to be read. */
    public static final String READING = "sluice-reading";

    private HaltedRun() {}

    public static void main(String[] args) throws Exception {
        Moment moment = new Moment(args[2], CommitStep.valueOf(args[3]));
        List<String> overrides = Arrays.asList(args).subList(4, args.length);
        Project project = Project.open(Path.of(args[0]), Optional.empty(), overrides, Map.of());
        try (SparkSession spark = session();
                Sluice sluice = Sluice.open(project, spark, moment)) {
            if (Boolean.getBoolean("faults.replay")) {
                sluice.replay(args[1], QuarantineFilter.ALL, "faults", moment);
            } else {
                sluice.run(args[1], options(project.pipeline(args[1])), moment);
            }
        }
    }

    private static RunOptions options(PipelineSpec pipeline) {
        String window = System.getProperty("faults.window");
        if (window == null) {
            return RunOptions.DEFAULT;
        }
        Grid grid = pipeline.window().orElseThrow().schedule().grid();
        return RunOptions.window(new WindowChoice(TimeText.window(window, grid), Optional.empty(), WindowWish.REPLACE));
    }

    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("halted-run")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.artifact.isolation.enabled", "false")
                .getOrCreate();
    }

    private record Moment(String side, CommitStep at) implements CommitObserver, RunListener {
        @Override
        public void before(CommitStep step) {
            haltIf(side.equals("before") && step == at);
        }

        @Override
        public void after(CommitStep step) {
            haltIf(side.equals("after") && step == at);
        }

        @Override
        public void step(String name, String detail) {
            if (name.equals("read")) {
                say(READING);
            }
        }

        @Override
        public void progress(int tasksDone, int tasksTotal, long recordsRead) {}

        private static void haltIf(boolean now) {
            if (now) {
                say(REACHED);
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

        private static void say(String word) {
            System.out.println(word);
            System.out.flush();
        }
    }
}
