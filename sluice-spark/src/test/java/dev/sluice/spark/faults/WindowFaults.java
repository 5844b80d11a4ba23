package dev.sluice.spark.faults;

import dev.sluice.core.config.Project;
import dev.sluice.spark.run.QuarantineFilter;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Kills a backfill of the 100 daily reports, one window a file, three times on the way, and counts what the next ones make
 * of it; then a day's file is corrected. Started by {@code faults/windows}; see the README there.
 */
public final class WindowFaults {
    private static final String PIPELINE = "daily_reports";
    private static final String TABLE = "covid.daily_reports";
    private static final int WINDOWS = 100;
    private static final int KILLS = 3;
    private static final String CORRECTED = "2020-03-15";
    private static final Pattern PUBLISHED = Pattern.compile("\"status\" ?: ?\"published\"");
    private static final Pattern ANY_STATUS = Pattern.compile("\"status\" ?: ?\"");
    private static final Pattern FILE = Pattern.compile("(\\d{2})-(\\d{2})-(\\d{4})\\.csv");

    private final FaultProject project;
    private final Processes processes;
    private final SparkSession spark = HaltedRun.session();

    /** Rows and a digest over every landed value, by the day that the window starts. */
    private record Day(long rows, String digest) {}

    /** @param quarantined rows of the quarantine, and how many of them are distinct */
    private record Tables(Map<String, Day> days, long quarantined, long distinct) {
        long landed() {
            return days.values().stream().mapToLong(Day::rows).sum();
        }
    }

    private WindowFaults(FaultProject project, Path app, Path classes) {
        this.project = project;
        this.processes = new Processes(app, classes, project);
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        if (!options.containsKey("--inbox")) {
            System.err.println("usage: faults/windows --inbox DIR [--rounds N] [--seed N]");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("sluice-windows");
        Path inbox = Files.createDirectory(folder.resolve("reports"));
        copy(Path.of(options.get("--inbox")), inbox);
        FaultProject reports = FaultProject.dailyReports(
                folder,
                Path.of(System.getProperty("faults.root")).resolve("examples/daily-reports"),
                inbox,
                129_577,
                823);
        List<String> set = new ArrayList<>(reports.overrides());
        set.add("source.files=${inbox}/${window.start:MM-dd-yyyy}.csv");
        set.add("window={every: 1d, zone: UTC, starts: 2020-01-22}");
        WindowFaults faults = new WindowFaults(
                new FaultProject(folder, PIPELINE, TABLE, set, reports.landed(), reports.quarantined()),
                Path.of(System.getProperty("faults.app")),
                Path.of(System.getProperty("faults.classes")));
        boolean right = faults.all(
                Integer.parseInt(options.getOrDefault("--rounds", "1")),
                Long.parseLong(options.getOrDefault("--seed", Long.toString(System.nanoTime()))));
        if (right) {
            faults.project.remove();
        } else {
            System.out.println("What is left lies in " + folder);
        }
        System.exit(right ? 0 : 1);
    }

    private boolean all(int rounds, long seed) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        if (backfill(Long.MAX_VALUE)) {
            throw new IllegalStateException("Killed without need");
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Tables expected = tables();
        System.out.printf(
                Locale.ROOT,
                "Undisturbed: %,d landed in %d windows, %,d in quarantine; %.0f s. Seed %d.%n",
                expected.landed(),
                expected.days().size(),
                expected.quarantined(),
                seconds,
                seed);
        boolean right = expected.landed() == project.landed() && expected.quarantined() == project.quarantined();
        Random random = new Random(seed);
        int kills = 0;
        long lost = 0;
        long doubled = 0;
        for (int round = 0; round < rounds; round++) {
            project.reset();
            for (int kill = 0; kill < KILLS; kill++) {
                // Each within the first fifth of the whole time, so that none comes when all is done.
                double at = seconds / 5 * random.nextDouble();
                boolean killed = backfill((long) (at * 1000));
                kills += killed ? 1 : 0;
                System.out.printf(Locale.ROOT, "%6.2f s  %s%n", at, killed ? "killed" : "had ended");
            }
            // Twice, so that a window that the first repetition missed or doubled shows.
            backfill(Long.MAX_VALUE);
            backfill(Long.MAX_VALUE);
            Tables tables = tables();
            for (String day : expected.days().keySet()) {
                long missing = expected.days().get(day).rows()
                        - tables.days().getOrDefault(day, new Day(0, "")).rows();
                lost += Math.max(0, missing);
                doubled += Math.max(0, -missing);
            }
            lost += Math.max(0, expected.distinct() - tables.distinct());
            doubled += tables.quarantined() - tables.distinct();
            boolean same = tables.equals(expected);
            right &= same && noGap();
            System.out.printf(
                    Locale.ROOT,
                    "then %,d landed, %,d in quarantine%s%n",
                    tables.landed(),
                    tables.quarantined(),
                    same ? ", every value the same" : "  WRONG");
        }
        System.out.printf("%d kills, %d lost, %d doubled%n", kills, lost, doubled);
        return right && kills == rounds * KILLS && lost == 0 && doubled == 0 && correction(expected);
    }

    /** One day's file arrives anew with half of its lines. */
    private boolean correction(Tables before) throws IOException, InterruptedException {
        long snapshot = snapshot();
        String[] date = CORRECTED.split("-");
        Path file = project.folder().resolve("reports/%s-%s-%s.csv".formatted(date[1], date[2], date[0]));
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() / 2));
        run("run", PIPELINE, "--window", CORRECTED, "--rerun");
        Tables after = tables();
        Map<String, Day> others = new TreeMap<>(after.days());
        others.put(CORRECTED, before.days().get(CORRECTED));
        Tables then = tables(" VERSION AS OF " + snapshot);
        boolean right = others.equals(before.days())
                && after.days().get(CORRECTED).rows() == lines.size() / 2 - 1
                && then.days().equals(before.days())
                && noGap();
        System.out.printf(
                Locale.ROOT,
                "%s corrected: %,d rows instead of %,d, the other %d windows as before; the snapshot before still has %,d rows%s%n",
                CORRECTED,
                after.days().get(CORRECTED).rows(),
                before.days().get(CORRECTED).rows(),
                others.size() - 1,
                then.landed(),
                right ? "" : "  WRONG");
        return right;
    }

    /**
     * Runs all windows, two at once.
     *
     * @return whether it had to be killed so many milliseconds after it began with the first window
     */
    private boolean backfill(long millis) throws IOException, InterruptedException {
        Process process = processes
                .sluice("backfill", PIPELINE, "--from", "2020-01-22", "--to", "2020-05-01", "--parallel", "2")
                .redirectErrorStream(true)
                .start();
        boolean begun = Processes.await(process.getInputStream(), "windows to run");
        // What it tells must be read, or it would wait for its reader.
        Thread reader = new Thread(() -> drain(process));
        reader.start();
        boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
        if (!ended) {
            // The launcher starts the JVM by exec, so this is its process.
            process.destroyForcibly().waitFor();
        } else if (!begun || process.exitValue() != 0) {
            throw new IllegalStateException("The backfill failed with " + process.exitValue() + ": see "
                    + project.folder().resolve("backfill.log"));
        }
        reader.join();
        return !ended;
    }

    private void drain(Process process) {
        try {
            Files.write(
                    project.folder().resolve("backfill.log"),
                    process.getInputStream().readAllBytes());
        } catch (IOException e) {
            // The process was killed while its last words were read.
            return;
        }
    }

    private boolean noGap() throws IOException, InterruptedException {
        String shown = run("windows", PIPELINE, "--to", "2020-05-01", "--limit", "1000", "-o", "json");
        long published = PUBLISHED.matcher(shown).results().count();
        long all = ANY_STATUS.matcher(shown).results().count();
        if (published != WINDOWS || all != WINDOWS) {
            System.out.printf("%d of %d windows are published%n%s", published, all, shown);
        }
        return published == WINDOWS && all == WINDOWS;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Processes.Output output = processes.command(arguments);
        if (output.status() != 0) {
            throw new IllegalStateException(
                    "'%s' failed: see processes.log in %s".formatted(String.join(" ", arguments), project.folder()));
        }
        return output.out();
    }

    private Sluice open() {
        return Sluice.open(Project.open(project.folder(), Optional.empty(), project.overrides(), Map.of()), spark);
    }

    private Tables tables() {
        return tables("");
    }

    private Tables tables(String version) {
        try (Sluice sluice = open()) {
            Map<String, Day> days = new TreeMap<>();
            for (Row row : sluice.query("SELECT day, count(*), cast(sum(hash) AS string) FROM (SELECT"
                            + " date_format(to_utc_timestamp(window_start, current_timezone()), 'yyyy-MM-dd')"
                            + " AS day, cast(xxhash64(*) AS decimal(20)) AS hash FROM " + TABLE + version
                            + ") GROUP BY day")
                    .collectAsList()) {
                days.put(row.getString(0), new Day(row.getLong(1), row.getString(2)));
            }
            Row current = sluice.quarantine(PIPELINE, QuarantineFilter.ALL)
                    .selectExpr("count(*)", "count(distinct quarantine_id)")
                    .first();
            return new Tables(days, current.getLong(0), current.getLong(1));
        }
    }

    private long snapshot() {
        try (Sluice sluice = open()) {
            return sluice.query("SELECT snapshot_id FROM " + TABLE + ".snapshots ORDER BY committed_at DESC LIMIT 1")
                    .first()
                    .getLong(0);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (FILE.matcher(name).matches()) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
    }
}
