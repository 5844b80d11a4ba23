package dev.sluice.spark.faults;

import dev.sluice.core.config.Project;
import dev.sluice.core.run.RunResult;
import dev.sluice.core.run.RunState;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs a pipeline on a cluster whose tasks fail when they have written, linger then until another attempt has overtaken
 * them, or die with their executor; and counts rows. With the protection off, all files that tasks have written count,
 * whoever wrote them. Started by {@code TaskFaultsTest}, in a process of its own.
 *
 * <p>Arguments: an empty folder, and how many faults of each kind.
 */
final class TaskFaults {
    private static final int FILES = 4;
    private static final int ROWS = 15_000;

    private final StandaloneCluster cluster;
    private final SparkSession spark;
    private final FaultProject project;
    private final Path folder;

    private TaskFaults(StandaloneCluster cluster, SparkSession spark, FaultProject project, Path folder) {
        this.cluster = cluster;
        this.spark = spark;
        this.project = project;
        this.folder = folder;
    }

    private interface Fault {
        /** Whether it struck while the run was going on. */
        boolean run(int number) throws IOException, InterruptedException;
    }

    public static void main(String[] args) {
        int status = 0;
        try {
            all(Path.of(args[0]), Integer.parseInt(args[1]));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            e.printStackTrace();
            status = 1;
        }
        // Threads of Spark's would keep the process.
        System.exit(status);
    }

    private static void all(Path folder, int each) throws IOException, InterruptedException {
        try (StandaloneCluster cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")));
                SparkSession spark = session(cluster, folder)) {
            FaultProject project = FaultProject.small(Files.createDirectory(folder.resolve("project")), FILES, ROWS);
            TaskFaults faults = new TaskFaults(cluster, spark, project, folder);
            faults.all("task throws after its write", each, number -> faults.ordered(FaultyTasks.THROW, number));
            faults.all(
                    "slow task overtaken by a second attempt",
                    each,
                    number -> faults.ordered(FaultyTasks.LINGER, number));
            faults.all("executor killed while it writes", each, number -> faults.killed());
        }
    }

    private static SparkSession session(StandaloneCluster cluster, Path folder) {
        return SparkSession.builder()
                .master(cluster.url())
                .appName("task-faults")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.artifact.isolation.enabled", "false")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .config("spark.executor.memory", "600m")
                .config("spark.executor.cores", "1")
                .config("spark.cores.max", "2")
                .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s")
                .config("spark.locality.wait", "0s")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.speculation", "true")
                .config("spark.speculation.interval", "50ms")
                .config("spark.speculation.multiplier", "1.5")
                .config("spark.speculation.quantile", "0.5")
                .config("spark.speculation.task.duration.threshold", "500ms")
                .config("spark.plugins", FaultyTasks.class.getName())
                .config(FaultyTasks.FOLDER, folder.toString())
                .getOrCreate();
    }

    private void all(String name, int each, Fault fault) throws IOException, InterruptedException {
        FaultTally tally = new FaultTally(name);
        int missed = 0;
        // An executor may come to the end of a file before its end comes, and do no harm: then there is one more.
        for (int number = 0; number < each || (!tally.hasFailedWithout() && number < each + 5); ) {
            project.reset();
            awaitExecutors();
            if (fault.run(number)) {
                tally.with(project.due(), this::landed);
                tally.without(project.due(), this::written);
                number++;
            } else if (++missed > 10 + each) {
                throw new IllegalStateException("The fault misses its moment again and again: " + name);
            }
        }
        tally.print();
        tally.assertFailedWithout();
    }

    private boolean ordered(String word, int number) throws IOException {
        FaultyTasks.order(folder, word, number % 2);
        run();
        return FaultyTasks.struck(folder);
    }

    /** Kills an executor that has a data file open. */
    private boolean killed() throws InterruptedException {
        CompletableFuture<Void> run = CompletableFuture.runAsync(this::run);
        Optional<ProcessHandle> writing = Optional.empty();
        while (!run.isDone() && writing.isEmpty()) {
            Thread.sleep(1);
            writing = cluster.executors().filter(TaskFaults::writes).findFirst();
        }
        writing.ifPresent(ProcessHandle::destroyForcibly);
        run.join();
        return writing.isPresent();
    }

    private static boolean writes(ProcessHandle process) {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
            for (Path descriptor : open.toList()) {
                if (Files.readSymbolicLink(descriptor).toString().endsWith(".parquet")) {
                    return true;
                }
            }
            return false;
        } catch (IOException | UncheckedIOException e) {
            // Files are closed while they are listed.
            return false;
        }
    }

    private void run() {
        try (Sluice sluice = open()) {
            RunResult result = sluice.run(project.pipeline(), RunOptions.DEFAULT, RunListener.SILENT);
            if (result.state() != RunState.PUBLISHED
                    || result.rows().landed() != project.landed()
                    || result.rows().quarantined() != project.quarantined()) {
                throw new IllegalStateException("The run tells otherwise: " + result);
            }
        }
    }

    /** What readers of the two tables see. */
    private Map<String, Long> landed() {
        try (Sluice sluice = open()) {
            Row good = sluice.query("select count(*), count(distinct id) from " + project.table())
                    .first();
            Row bad = sluice.quarantine(project.pipeline(), QuarantineFilter.ALL)
                    .selectExpr("count(*)", "count(distinct quarantine_id)")
                    .first();
            return FaultProject.rows(good.getLong(0), good.getLong(1), bad.getLong(0), bad.getLong(1));
        }
    }

    /** What somebody sees who takes every file for part of its table, whatever became of the task that wrote it. */
    private Map<String, Long> written() {
        if (project.hasEmptyDataFiles()) {
            throw new IllegalStateException("a file of the table is empty");
        }
        Row good = spark.read()
                .parquet(folders("orders"))
                .selectExpr("count(*)", "count(distinct id)")
                .first();
        Row bad = spark.read()
                .parquet(folders("orders__quarantine"))
                .selectExpr("count(*)", "count(distinct quarantine_id)")
                .first();
        return FaultProject.rows(good.getLong(0), good.getLong(1), bad.getLong(0), bad.getLong(1));
    }

    private String folders(String table) {
        return project.folder()
                .resolve(".sluice/warehouse/shop")
                .resolve(table)
                .resolve("data")
                .toString();
    }

    private void awaitExecutors() throws InterruptedException {
        // The driver is one of them.
        for (int tries = 0; spark.sparkContext().statusTracker().getExecutorInfos().length < 3; tries++) {
            if (tries > 600) {
                throw new IllegalStateException("The executors do not come back");
            }
            Thread.sleep(100);
        }
    }

    private Sluice open() {
        return Sluice.open(Project.open(project.folder(), Optional.empty(), project.overrides(), Map.of()), spark);
    }
}
