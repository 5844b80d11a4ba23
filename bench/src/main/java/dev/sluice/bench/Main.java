package dev.sluice.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench/run}: measures, prints what was found, and writes it for the docs. */
@Command(
        name = "bench/run",
        description = "Measures Sluice beside other ways to do the same.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Main implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            defaultValue = "load",
            description = "One of ${COMPLETION-CANDIDATES}; load by default.")
    private Mode mode = Mode.LOAD;

    @Option(names = "--rows", description = "Rows of the file; 4,000,000 unless the mode says otherwise.")
    private @Nullable Long rows;

    @Option(names = "--bad", description = "How many of the rows are bad, in percent.")
    private @Nullable Double bad;

    @Option(names = "--columns", description = "Columns of the file, 8 or more.")
    private @Nullable Integer columns;

    @Option(names = "--rules", description = "Rules besides types, required columns and levels.")
    private @Nullable Integer rules;

    @Option(names = "--pairs", defaultValue = "7", description = "Rounds that count; 7 by default.")
    private int pairs = 7;

    @Option(names = "--warm-up", defaultValue = "2", description = "Rounds before that do not; 2 by default.")
    private int warmUps = 2;

    @Option(
            names = "--only",
            split = ",",
            description = "Contestants of load and bad: plain, typed, join, sluice, duckdb.")
    private List<String> only = List.of();

    @Option(
            names = "--out",
            defaultValue = "docs/bench",
            description = "Folder for tables and pictures; docs/bench by default.")
    private Path out = Path.of("docs/bench");

    @Option(names = "--data", defaultValue = "bench/out", description = "Folder for the files that are made.")
    private Path data = Path.of("bench/out");

    @Option(names = "--distribution", description = "Folder with bin/sluice, for mode cold.")
    private @Nullable Path distribution;

    private final PrintStream console;

    private Main(PrintStream console) {
        this.console = console;
    }

    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Main(System.out)).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(data);
        Path work = Files.createTempDirectory(data.toAbsolutePath(), "work-");
        try {
            Race race = new Race(warmUps, pairs, console::println);
            Bench bench = new Bench(workload(), race, data, work, only, console::println);
            if (mode == Mode.PROFILE) {
                profile(bench);
            } else {
                Report report = measure(bench);
                report.write(out);
                console.println(report.summary());
                console.println("Written to " + out.resolve(report.name() + ".md"));
            }
            return 0;
        } finally {
            BenchTables.delete(work);
        }
    }

    /** Records only rounds that count: what compiles while it warms up is another question. */
    private void profile(Bench bench) throws Exception {
        Path file = bench.file();
        List<String> contestants = only.isEmpty() ? List.of("sluice") : only;
        Path recording = data.resolve("profile.jfr");
        try (Recording flight = new Recording(Configuration.getConfiguration("profile"))) {
            Race race = new Race(warmUps, pairs, console::println, flight::start);
            LoadBench.race(bench.with(race), file, contestants);
            flight.dump(recording);
        }
        console.println(HotMethods.of(recording, 45));
        console.println("Written to " + recording);
    }

    private Report measure(Bench bench) throws Exception {
        return switch (mode) {
            case LOAD, BAD, PROFILE -> LoadBench.run(bench, mode);
            case RULES -> RulesBench.run(bench);
            case PLUGINS -> PluginsBench.run(bench);
            case KEYS -> KeysBench.run(bench);
            case MERGE -> MergeBench.run(bench);
            case SCALE -> ScaleBench.run(bench);
            case SMALL -> SmallBatches.run(bench);
            case COLD -> ColdStart.run(bench, distribution());
        };
    }

    private Path distribution() {
        if (distribution == null) {
            throw new IllegalArgumentException("Cannot measure cold starts without --distribution");
        }
        return distribution.toAbsolutePath();
    }

    private Workload workload() {
        Workload usual = mode.workload();
        return new Workload(
                rows == null ? usual.rows() : rows,
                bad == null ? usual.badPercent() : bad,
                columns == null ? usual.columns() : columns,
                rules == null ? usual.rules() : rules);
    }
}
