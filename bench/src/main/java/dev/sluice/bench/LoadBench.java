package dev.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The same file loaded by each contestant. */
final class LoadBench {
    static final List<String> ALL = List.of("plain", "typed", "join", "sluice", "duckdb");

    private LoadBench() {}

    static Report run(Bench bench, Mode mode) throws Exception {
        Path file = bench.file();
        List<String> names = bench.only().isEmpty() ? ALL : bench.only();
        Times times = race(bench, file, names);
        List<Finding> findings = new ArrayList<>();
        ratio(findings, times, "sluice", "plain", mode == Mode.BAD ? "<= 1.50" : "<= 1.10");
        ratio(findings, times, "sluice", "typed", "");
        ratio(findings, times, "join", "sluice", mode == Mode.BAD ? "" : ">= 2.50");
        ratio(findings, times, "sluice", "duckdb", "");
        String title = mode == Mode.BAD ? "Loading a file with many bad rows" : "Loading a file";
        return new Report(mode == Mode.BAD ? "bad" : "results", title, bench.facts(file), times, findings);
    }

    private static void ratio(List<Finding> findings, Times times, String left, String right, String wanted) {
        if (times.contestants().containsAll(List.of(left, right))) {
            findings.add(new Finding(left + " ÷ " + right, times.ratio(left, right), wanted));
            findings.add(new Finding(left + " ÷ " + right + ", CPU time", times.cpuRatio(left, right), ""));
        }
    }

    static Times race(Bench bench, Path file, List<String> names) throws Exception {
        SparkSession spark = LocalSpark.start();
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (String name : names) {
                contestants.add(contestant(name, bench, spark, file));
            }
            return bench.race().run(contestants);
        } finally {
            for (Contestant contestant : contestants) {
                if (contestant instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            }
        }
    }

    private static Contestant contestant(String name, Bench bench, SparkSession spark, Path file) throws Exception {
        Path folder = bench.work().resolve(name);
        Workload workload = bench.workload();
        return switch (name) {
            case "plain" -> new PlainLoad(name, false, folder, spark, workload, file);
            case "typed" -> new PlainLoad(name, true, folder, spark, workload, file);
            case "join" -> new JoinDesign(folder, spark, workload, file);
            case "sluice" ->
                new SluiceLoad(name, folder, spark, workload, file, bench.race().allRounds());
            case "duckdb" -> new DuckLoad(folder, workload, file);
            default ->
                throw new IllegalArgumentException(
                        "Invalid contestant %s: one of %s is known".formatted(name, String.join(", ", ALL)));
        };
    }
}
