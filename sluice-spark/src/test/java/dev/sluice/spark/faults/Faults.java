package dev.sluice.spark.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.core.config.Project;
import dev.sluice.spark.commit.CommitStep;
import dev.sluice.spark.run.Sluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Kills runs with SIGKILL, when they have claimed their batch, while they read and write, before and after each step of
 * publication, and at random moments after the first read; runs each again in a fresh process, and counts lost and
 * doubled rows. Started by {@code faults/run}; see the README there.
 */
public final class Faults {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KILLED = "killed";
    private static final String ENDED = "had ended";
    private static final String READING = "\"name\":\"read\"";

    private final Processes processes;
    private final FaultProject project;
    private final SparkSession spark = HaltedRun.session();
    private Tables expected = new Tables(0, 0, "");
    private final FaultTally tally = new FaultTally("process killed");
    private int wrong;

    /** What the tables hold; the digest is over every landed value and every quarantined raw text. */
    private record Tables(long landed, long quarantined, String digest) {}

    private interface Fault {
        /** Starts a run and kills it; tells how it went. */
        String strike() throws IOException, InterruptedException;
    }

    private Faults(Processes processes) {
        this.processes = processes;
        this.project = processes.project();
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = options(args);
        Path root = Path.of(System.getProperty("faults.root"));
        Path folder = Files.createTempDirectory("sluice-faults");
        FaultProject project = options.containsKey("inbox")
                ? FaultProject.dailyReports(
                        folder,
                        root.resolve("examples/daily-reports"),
                        Path.of(options.get("inbox")).toAbsolutePath(),
                        Long.parseLong(options.getOrDefault("landed", "129577")),
                        Long.parseLong(options.getOrDefault("quarantined", "823")))
                : FaultProject.small(folder);
        Faults faults = new Faults(new Processes(
                Path.of(System.getProperty("faults.app")), Path.of(System.getProperty("faults.classes")), project));
        int moments = Integer.parseInt(options.getOrDefault("random", "10"));
        long seed = Long.parseLong(options.getOrDefault("seed", Long.toString(System.nanoTime())));
        boolean steps = !options.getOrDefault("steps", "yes").equals("no");
        int rounds = steps ? Integer.parseInt(options.getOrDefault("rounds", "1")) : 0;
        boolean right = faults.all(rounds, moments, seed);
        if (right) {
            project.remove();
        } else {
            System.out.println("What is left lies in " + folder);
        }
        System.exit(right ? 0 : 1);
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        List<String> known =
                List.of("--inbox", "--landed", "--quarantined", "--random", "--seed", "--steps", "--rounds");
        for (int i = 0; i < args.length; i += 2) {
            if (!known.contains(args[i]) || i + 1 == args.length) {
                System.err.println(
                        "usage: faults/run [--inbox DIR [--landed N --quarantined N]] [--random N] [--seed N]"
                                + " [--steps no] [--rounds N]");
                System.exit(2);
            }
            options.put(args[i].substring(2), args[i + 1]);
        }
        return options;
    }

    private boolean all(int rounds, int moments, long seed) throws IOException, InterruptedException {
        double seconds = undisturbed();
        if (expected.landed() != project.landed() || expected.quarantined() != project.quarantined()) {
            System.out.printf(
                    "Without a fault %,d rows landed and %,d were quarantined; expected %,d and %,d%n",
                    expected.landed(), expected.quarantined(), project.landed(), project.quarantined());
            return false;
        }
        System.out.printf(
                Locale.ROOT,
                "Without a fault: %,d landed, %,d quarantined; %.1f s from the first read to the end. Seed %d.%n",
                expected.landed(),
                expected.quarantined(),
                seconds,
                seed);
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            inject("claimed", () -> killAfter(0));
            inject("while it reads", () -> killAfter(random.nextInt(200)));
            inject("while it writes", () -> killAtFirstFile(random.nextInt(200)));
            for (CommitStep step : CommitStep.publishing()) {
                for (String side : List.of("before", "after")) {
                    inject(side + " " + step, () -> killAt(side, step));
                }
            }
        }
        for (int i = 0; i < moments; i++) {
            // One in each part of the time, so that few moments reach everywhere.
            double at = seconds * (i + random.nextDouble()) / moments;
            inject(String.format(Locale.ROOT, "%.2f s after the first read", at), () -> killAfter((long) (at * 1000)));
        }
        System.out.printf("%s, %d wrong%n", tally, wrong);
        boolean agreed = commandsAgree();
        if (rounds > 0) {
            withoutLedger("after", CommitStep.COMMIT_TARGET);
            withoutLedger("before", CommitStep.LEDGER_PUBLISHED);
            withoutLedger("after", CommitStep.LEDGER_PUBLISHED);
        }
        tally.print();
        return agreed && wrong == 0;
    }

    /** Seconds from the first read to the end of a run that nothing disturbs. */
    private double undisturbed() throws IOException, InterruptedException {
        Process run = processes.run();
        if (!Processes.await(run.getInputStream(), READING)) {
            throw new IllegalStateException("The run read nothing");
        }
        long begin = System.nanoTime();
        run.getInputStream().readAllBytes();
        run.waitFor();
        double seconds = (System.nanoTime() - begin) / 1e9;
        expected = tables();
        return seconds;
    }

    private void inject(String name, Fault fault) throws IOException, InterruptedException {
        project.reset();
        String outcome = fault.strike();
        JsonNode again = JSON.readTree(command("run", project.pipeline(), "-o", "json"));
        Tables tables = tables();
        if (outcome.equals(KILLED)) {
            boolean ignored = tally.count(counts(expected), () -> counts(tables));
        }
        boolean right = tables.equals(expected);
        wrong += right ? 0 : 1;
        System.out.printf(
                "%-32s %-10s then %-15s %,d landed, %,d quarantined%s%n",
                name,
                outcome,
                again.at("/state").asText(),
                tables.landed(),
                tables.quarantined(),
                right ? "" : "  WRONG");
    }

    private String killAt(String side, CommitStep step) throws IOException, InterruptedException {
        Process run = processes.halted(side, step);
        boolean reached = Processes.await(run.getInputStream(), HaltedRun.REACHED);
        run.destroyForcibly().waitFor();
        if (!reached) {
            throw new IllegalStateException("The run never came to %s %s; see processes.log".formatted(side, step));
        }
        return KILLED;
    }

    private String killAfter(long millis) throws IOException, InterruptedException {
        Process run = processes.run();
        Processes.await(run.getInputStream(), READING);
        boolean ended = run.waitFor(millis, TimeUnit.MILLISECONDS);
        run.destroyForcibly().waitFor();
        return ended ? ENDED : KILLED;
    }

    /** Kills it so many milliseconds after its first data file is there. */
    private String killAtFirstFile(long millis) throws IOException, InterruptedException {
        Process run = processes.run();
        Processes.await(run.getInputStream(), READING);
        while (run.isAlive() && !project.hasDataFiles()) {
            Thread.sleep(1);
        }
        boolean ended = run.waitFor(millis, TimeUnit.MILLISECONDS);
        run.destroyForcibly().waitFor();
        return ended ? ENDED : KILLED;
    }

    /** The protection off: when the run is killed, what the ledger remembers is gone. */
    private void withoutLedger(String side, CommitStep step) throws IOException, InterruptedException {
        project.reset();
        String outcome = killAt(side, step);
        project.forgetLedger();
        command("run", project.pipeline(), "-o", "json");
        tally.without(counts(expected), () -> counts(tables()));
        System.out.printf("%s %s, %s, without the ledger: %,d landed%n", side, step, outcome, tables().landed());
    }

    private static Map<String, Long> counts(Tables tables) {
        return Map.of("landed", tables.landed(), "quarantined", tables.quarantined());
    }

    private Tables tables() {
        Project opened = Project.open(project.folder(), Optional.empty(), project.overrides(), Map.of());
        try (Sluice sluice = Sluice.open(opened, spark)) {
            Row row = sluice.query("""
                            SELECT g.n, b.n, concat_ws(' ', g.h, b.h, b.ids) FROM
                            (SELECT count(*) AS n, sum(cast(xxhash64(*) AS decimal(20))) AS h FROM %s) g,
                            (SELECT count(*) AS n, sum(cast(xxhash64(source_uri, record_no, raw, reasons) AS decimal(20))) AS h,
                              count(DISTINCT quarantine_id) AS ids FROM %s__quarantine) b
                            """.formatted(project.table(), project.table()))
                    .first();
            return new Tables(row.getLong(0), row.getLong(1), row.getString(2));
        }
    }

    /** The commands must tell the same as the tables. */
    private boolean commandsAgree() throws IOException, InterruptedException {
        long landed = JSON.readTree(command("query", "SELECT count(*) AS n FROM " + project.table(), "-o", "json"))
                .at("/rows/0/n")
                .asLong();
        int quarantined = JSON.readTree(command("quarantine", "show", project.pipeline(), "--limit", "0", "-o", "json"))
                .at("/rows")
                .size();
        System.out.printf("sluice query: %,d rows; sluice quarantine show: %,d rows%n", landed, quarantined);
        return landed == expected.landed() && quarantined == expected.quarantined();
    }

    private String command(String... arguments) throws IOException, InterruptedException {
        Processes.Output output = processes.command(arguments);
        if (output.status() != 0) {
            throw new IllegalStateException("sluice %s ended with %d; see processes.log in %s"
                    .formatted(Arrays.toString(arguments), output.status(), project.folder()));
        }
        return output.out();
    }
}
