package dev.sluice.spark.faults;

import dev.sluice.core.config.Project;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.RunListener;
import dev.sluice.spark.run.RunOptions;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Kills replays of the distribution with SIGKILL at random moments, repeats each in a fresh process until it comes to its
 * end, and counts lost and doubled rows. Started by {@code faults/replay}; see the README there.
 */
public final class ReplayFaults {
    private static final String BEGUN = "\"name\":\"recover\"";
    private static final String ALL_FORMS =
            "target.columns.Last_Update.formats=[\"yyyy-MM-dd HH:mm:ss\", \"yyyy-MM-dd'T'HH:mm:ss\", \"M/d/yy H:mm\"]";
    private static final String ONE_FORM = "target.columns.Last_Update.formats=[\"yyyy-MM-dd HH:mm:ss\"]";

    private final Path app;
    private final Path folder;
    private final List<String> overrides;
    private final SparkSession spark = HaltedRun.session();

    /** Landed rows, distinct rows of the quarantine that are current, and a digest over every landed value. */
    private record Tables(long landed, long current, long distinctCurrent, String digest) {}

    private ReplayFaults(Path app, Path folder, Path inbox) {
        this.app = app;
        this.folder = folder;
        this.overrides = List.of("inbox=" + inbox, ALL_FORMS);
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        if (!options.containsKey("--inbox")) {
            System.err.println("usage: faults/replay --inbox DIR [--random N] [--seed N] [--landed N --stay N]");
            System.exit(2);
        }
        Path root = Path.of(System.getProperty("faults.root"));
        Path folder = Files.createTempDirectory("sluice-replay");
        Files.createDirectories(folder.resolve("pipelines"));
        for (String file : List.of("sluice.yaml", "pipelines/daily_reports.yaml")) {
            Files.writeString(
                    folder.resolve(file),
                    Files.readString(root.resolve("examples/daily-reports").resolve(file)));
        }
        ReplayFaults faults = new ReplayFaults(
                Path.of(System.getProperty("faults.app")),
                folder,
                Path.of(options.get("--inbox")).toAbsolutePath());
        boolean right = faults.all(
                Integer.parseInt(options.getOrDefault("--random", "20")),
                Long.parseLong(options.getOrDefault("--seed", Long.toString(System.nanoTime()))),
                Long.parseLong(options.getOrDefault("--landed", "129577")),
                Long.parseLong(options.getOrDefault("--stay", "823")));
        System.out.println(right ? "" : "What is left lies in " + folder);
        if (right) {
            remove(folder);
        }
        System.exit(right ? 0 : 1);
    }

    private boolean all(int moments, long seed, long landed, long stay) throws IOException, InterruptedException {
        Path state = folder.resolve(".sluice");
        Path loaded = folder.resolve("loaded");
        try (Sluice sluice = open(List.of(overrides.get(0), ONE_FORM))) {
            sluice.run("daily_reports", RunOptions.DEFAULT, RunListener.SILENT);
        }
        Tables before = tables();
        copy(state, loaded);
        double seconds = undisturbed();
        Tables expected = tables();
        System.out.printf(
                Locale.ROOT,
                "Loaded: %,d landed, %,d in quarantine. Replayed: %,d landed, %,d stay; %.1f s. Seed %d.%n",
                before.landed(),
                before.current(),
                expected.landed(),
                expected.current(),
                seconds,
                seed);
        if (expected.landed() != landed || expected.current() != stay) {
            System.out.printf("Expected %,d landed and %,d to stay%n", landed, stay);
            return false;
        }
        Random random = new Random(seed);
        long lost = 0;
        long doubled = 0;
        for (int i = 0; i < moments; i++) {
            restore(loaded, state);
            double at = seconds * (i + random.nextDouble()) / moments;
            while (!killAfter((long) (at * 1000))) {
                // This one was quicker than the undisturbed one, and had ended.
                restore(loaded, state);
                at *= 0.8;
            }
            // Twice, so that a row that the first repetition missed or doubled shows.
            repeat();
            repeat();
            Tables tables = tables();
            long missing = expected.landed() + expected.current() - tables.landed() - tables.distinctCurrent();
            long twice = tables.landed() - expected.landed() + tables.current() - tables.distinctCurrent();
            boolean same = tables.equals(expected);
            lost += Math.max(same ? 0 : 1, missing) * (same ? 0 : 1);
            doubled += Math.max(0, twice);
            System.out.printf(
                    Locale.ROOT,
                    "killed after %5.2f s, then %,d landed, %,d stay%s%n",
                    at,
                    tables.landed(),
                    tables.current(),
                    same ? "" : "  WRONG");
        }
        System.out.printf("%d replays killed, %d lost, %d doubled%n", moments, lost, doubled);
        return lost == 0 && doubled == 0;
    }

    private double undisturbed() throws IOException, InterruptedException {
        Process replay = start();
        Processes.await(replay.getInputStream(), BEGUN);
        long begin = System.nanoTime();
        replay.getInputStream().readAllBytes();
        if (replay.waitFor() != 0) {
            throw new IllegalStateException("The replay failed; see processes.log in " + folder);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private boolean killAfter(long millis) throws IOException, InterruptedException {
        Process replay = start();
        Processes.await(replay.getInputStream(), BEGUN);
        boolean ended = replay.waitFor(millis, TimeUnit.MILLISECONDS);
        replay.destroyForcibly().waitFor();
        return !ended;
    }

    private void repeat() {
        try (Sluice sluice = open(overrides)) {
            sluice.replay("daily_reports", QuarantineFilter.ALL, "faults", RunListener.SILENT);
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        app.resolve("bin/sluice").toString(),
                        "--project",
                        folder.toString(),
                        "--set",
                        overrides.get(0),
                        "--set",
                        overrides.get(1),
                        "quarantine",
                        "replay",
                        "daily_reports",
                        "--events",
                        "ndjson")
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        return builder.start();
    }

    private Sluice open(List<String> set) {
        return Sluice.open(Project.open(folder, Optional.empty(), set, Map.of()), spark);
    }

    private Tables tables() {
        try (Sluice sluice = open(overrides)) {
            Row landed = sluice.query(
                            "SELECT count(*), cast(sum(cast(xxhash64(*) AS decimal(20))) AS string) FROM covid.daily_reports")
                    .first();
            Row current = sluice.quarantine("daily_reports", QuarantineFilter.ALL)
                    .selectExpr("count(*)", "count(distinct quarantine_id)")
                    .first();
            return new Tables(landed.getLong(0), current.getLong(0), current.getLong(1), landed.getString(1));
        }
    }

    private static void restore(Path loaded, Path state) throws IOException {
        remove(state);
        copy(loaded, state);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
